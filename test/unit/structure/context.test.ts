import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { awaitsWithoutContext } from './awaits.js';

const room = fileURLToPath(new URL('../../../activities/login/', import.meta.url));

/** What is waited for although the step may have been told to stop, and why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {};

async function engine(): Promise<string[]> {
  const entries = await readdir(room, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(room, join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith('page-world/'));
}

describe('the context of a step', () => {
  it('is passed on by each await below an activity, so that an abort ends it', async () => {
    const found: string[] = [];
    for (const file of await engine())
      for (const code of awaitsWithoutContext(file, await readFile(join(room, file), 'utf8')))
        found.push(`${file}: ${code}`);
    expect(found.sort()).toEqual(Object.keys(EXCEPTIONS).sort());
  });
});

describe('the scan', () => {
  const scanned = (code: string): string[] => awaitsWithoutContext('a.ts', code);

  it.each([
    ['async function f(context: LoginContext) { await g(); }', 'await g()'],
    [
      'const f = async (context: LoginContext, page: Page) => { if (await page.title()) return; }',
      'await page.title()',
    ],
    ['async function f(context: LoginContext) { return h(async () => { await g(); }); }', 'await g()'],
    ['async function f(context: LoginContext) { await live.context.close(); }', 'await live.context.close()'],
    ['async function f(context: LoginContext) { await g({ context: 1 }); }', 'await g({ context: 1 })'],
    ['async function f({ vault }: LoginContext) { await vault.g(); }', '{ vault }: LoginContext'],
    ['async function f(deps: LoginContext) { await g(deps); }', 'deps: LoginContext'],
  ])('sees %s', (code, found) => {
    expect(scanned(code)).toEqual([found]);
  });

  it.each([
    'async function f(context: LoginContext) { await g(context); }',
    'async function f(context: LoginContext) { await context.race(g()); }',
    'async function f(context: LoginContext) { await context.vault.load(); }',
    'async function f(context: LoginContext) { await g({ context }); }',
    'async function f(page: Page) { await page.title(); }',
  ])('is content with %s', (code) => {
    expect(scanned(code)).toEqual([]);
  });
});
