import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { storeInCache, sweepDrafts } from '../../../worker/tools/store.js';
import { bareMachine } from './context.js';

let cache: string;
beforeEach(() => {
  cache = bareMachine().cache;
});
const write = (text: string) => async (draft: string) => {
  writeFileSync(join(draft, 'program'), text);
  return undefined;
};

test('keeps what was filled in', async () => {
  expect(await storeInCache(cache, 'tool-1', write('whole'))).toBeUndefined();
  expect(readFileSync(join(cache, 'tool-1', 'program'), 'utf8')).toBe('whole');
  expect(readdirSync(cache)).toEqual(['tool-1']);
});

test('leaves nothing behind of what could not be completed', async () => {
  const miss = await storeInCache(cache, 'tool-1', async (draft) => {
    writeFileSync(join(draft, 'program'), 'half');
    return { why: 'cut off' };
  });
  expect(miss).toEqual({ why: 'cut off' });
  await expect(storeInCache(cache, 'tool-1', () => Promise.reject(new Error('disk full')))).rejects.toThrow(
    'disk full',
  );
  expect(readdirSync(cache)).toEqual([]);
});

test('replaces an entry that did not run', async () => {
  mkdirSync(join(cache, 'tool-1'), { recursive: true });
  writeFileSync(join(cache, 'tool-1', 'program'), 'broken');
  await storeInCache(cache, 'tool-1', write('whole'));
  expect(readFileSync(join(cache, 'tool-1', 'program'), 'utf8')).toBe('whole');
});

test('what killed set-ups left behind is swept, and nothing else', async () => {
  await storeInCache(cache, 'tool-1', write('whole'));
  mkdirSync(join(cache, '.draft-of-the-dead', 'half'), { recursive: true });
  await sweepDrafts(cache);
  expect(readdirSync(cache)).toEqual(['tool-1']);
});
