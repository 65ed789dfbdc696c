import { afterEach, expect, it, vi } from 'vitest';
import { CommitMarks } from '../../../activities/vault/store/postgres/commit-marks.js';

afterEach(() => vi.restoreAllMocks());

/** A store that has lost some. */
function look(marks: CommitMarks, lost: readonly string[] = []) {
  const asked: string[] = [];
  const areThere = marks.areThere(async (all) => {
    asked.push(...all);
    return all.filter((mark) => lost.includes(mark));
  });
  return areThere.then((there) => ({ there, asked }));
}

it('asks for all since the last look and the last one before it, and tells once of what is gone', async () => {
  const marks = new CommitMarks();
  expect(await look(marks)).toEqual({ there: true, asked: [] });
  for (const mark of ['a', 'b']) marks.note(mark);
  expect(await look(marks)).toEqual({ there: true, asked: ['a', 'b'] });
  for (const mark of ['c', 'd']) marks.note(mark);
  expect(await look(marks, ['b', 'c'])).toEqual({ there: false, asked: ['b', 'c', 'd'] });
  expect(await look(marks, ['b', 'c'])).toEqual({ there: true, asked: ['d'] });
  expect(await look(marks, ['d'])).toEqual({ there: false, asked: ['d'] });
  expect(await look(marks, ['d'])).toEqual({ there: true, asked: [] });
});

it('asks next time for what is committed while it looks, and again where nobody answered', async () => {
  const marks = new CommitMarks();
  marks.note('a');
  await expect(marks.areThere(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
  const there = marks.areThere(async () => {
    marks.note('b');
    return ['a'];
  });
  expect(await there).toBe(false);
  expect(await look(marks)).toEqual({ there: true, asked: ['b'] });
});

it('keeps the oldest and the newest of very many', async () => {
  const marks = new CommitMarks();
  for (let n = 0; n < 50_000; n += 1) marks.note(String(n));
  const { asked } = await look(marks);
  expect(asked.length).toBeLessThanOrEqual(10_000);
  expect(asked.at(0)).toBe('0');
  expect(asked.at(-1)).toBe('49999');
});

it.each([
  ['a machine that was suspended', Date],
  ['a clock that was set back', performance],
])('does not ask for marks that others may have swept: %s', async (_, clock) => {
  const marks = new CommitMarks();
  marks.note('a');
  const later = clock.now() + 40 * 60_000;
  vi.spyOn(clock, 'now').mockReturnValue(later);
  expect(await look(marks, ['a'])).toEqual({ there: true, asked: [] });
});
