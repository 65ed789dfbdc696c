import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { temporaryRoot } from '../../../scripts/test/guard/temporary.mjs';

let inMemory: string;
beforeEach(() => {
  inMemory = mkdtempSync(join(tmpdir(), 'agent-auth-memory-'));
  vi.stubEnv('TMPDIR', undefined);
});
afterEach(() => vi.unstubAllEnvs());

it('is in memory where there is room and programs run, and nothing is left there of the trial', () => {
  expect(temporaryRoot(inMemory, 0)).toBe(inMemory);
  expect(readdirSync(inMemory)).toEqual([]);
});

it('is where the environment says', () => {
  vi.stubEnv('TMPDIR', '/elsewhere');
  expect(temporaryRoot(inMemory, 0)).toBe('/elsewhere');
});

it('is where any program has it, where there is too little room', () => {
  expect(temporaryRoot(inMemory, Number.POSITIVE_INFINITY)).toBe(tmpdir());
});

it.each(['/nowhere', '/proc', '/sys'])('is where any program has it, where %s takes no files', (folder) => {
  expect(temporaryRoot(folder, 0)).toBe(tmpdir());
});
