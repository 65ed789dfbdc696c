import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ERRORS, type ErrorCode } from '../../../contract/errors/errors.js';
import { ERROR_CASES } from './error-cases.js';

const root = new URL('../../../', import.meta.url);
const codes = Object.keys(ERRORS) as ErrorCode[];
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8');

/** Lines that speak of a code without raising it. */
const SPEAKS_OF = /^\s*(?:\*|\/\/|import)|@throws/;
const quotes = (source: string, code: string): boolean =>
  source.split('\n').some((line) => !SPEAKS_OF.test(line) && new RegExp(`['"\`]${code}['"\`]`).test(line));
/** A file that expects something, and names the code where it does. */
const expects = (source: string, code: string): boolean => {
  const tests = source.slice(source.search(/\b(?:it|test|describe)(?:\.each)?[<(]/));
  return tests.includes('expect(') && quotes(source, code);
};

describe('each error code', () => {
  it.each(codes)('%s is produced by a test, or is known to be kept for older programs', async (code) => {
    const produced = ERROR_CASES[code];
    if (typeof produced !== 'string') return expect(await raisedIn(code)).toEqual([]);
    expect(produced).toMatch(/^test\/.*\.test\.ts$/);
    expect(expects(await read(produced), code)).toBe(true);
  });

  it('says in plain words what is wrong and what to do, in a line or two', () => {
    for (const { message, next } of Object.values(ERRORS)) {
      expect(message).toMatch(/^[A-Z].*[.]$/);
      expect(next).toMatch(/^[A-Z`].*[.]$/);
      expect(message.length).toBeLessThan(110);
      expect(next.length).toBeLessThan(190);
      expect(`${message} ${next}`).not.toMatch(/can not|somebody else than|\bhas to be has\b/);
    }
  });
});

/** Tables by code, which say something of each of them. */
const TABLES = /contract\/.*errors\.ts$|circuits\/rules\.ts$|hosted\/strings\//;

async function raisedIn(code: string): Promise<string[]> {
  const found: string[] = [];
  for (const room of ['contract', 'activities', 'workflows', 'worker', 'client', 'server', 'cli']) {
    for (const entry of await readdir(new URL(room, root), { recursive: true, withFileTypes: true })) {
      const path = `${entry.parentPath}/${entry.name}`;
      if (!entry.isFile() || !/\.tsx?$/.test(path) || TABLES.test(path)) continue;
      if (quotes(await readFile(path, 'utf8'), code)) found.push(path);
    }
  }
  return found;
}
