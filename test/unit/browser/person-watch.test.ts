import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PersonWatch } from '../../../activities/browser/person-watch.js';

let wanted = true;
let answers: Array<boolean | Error> = [];
let asked = 0;
const told: boolean[] = [];
let watch: PersonWatch;

beforeEach(() => {
  vi.useFakeTimers();
  wanted = true;
  answers = [];
  asked = 0;
  told.length = 0;
  watch = new PersonWatch({
    async ask() {
      asked += 1;
      const answer = answers.shift() ?? false;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    wanted: () => wanted,
    changed: () => void told.push(watch.waitingSince !== null),
  });
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

describe('whether a page waits for a person', () => {
  it('is known as soon as its login says so, and until a step begins', async () => {
    answers = [false, true];
    watch.start();
    await vi.advanceTimersByTimeAsync(10_000);
    expect({ asked, told, waiting: watch.waitingSince !== null }).toEqual({ asked: 2, told: [true], waiting: true });
    watch.stop();
    expect(told).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toBe(2);
  });

  it('is asked more and more rarely', async () => {
    watch.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBeLessThan(20);
    expect(told).toEqual([]);
  });

  it('is not asked while nobody could use the answer', async () => {
    wanted = false;
    watch.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(0);
    wanted = true;
    answers = [true];
    await vi.advanceTimersByTimeAsync(100);
    expect(told).toEqual([true]);
  });

  it('is no where nobody answers, and is asked again', async () => {
    answers = [new Error('away'), true];
    watch.start();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told).toEqual([true]);
  });

  it('is asked again after a login that waited went on without a step', async () => {
    answers = [true, false, true];
    watch.start();
    await vi.advanceTimersByTimeAsync(1_000);
    await watch.look();
    expect(told).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told).toEqual([true, false, true]);
  });

  it('an answer that comes when the page is in use again, or idle anew, says nothing', async () => {
    let answer = (_: boolean) => {};
    watch = new PersonWatch({
      ask: () => new Promise((resolve) => (answer = resolve)),
      wanted: () => true,
      changed: () => void told.push(watch.waitingSince !== null),
    });
    watch.start();
    const look = watch.look();
    watch.stop();
    watch.start();
    answer(true);
    await look;
    expect(told).toEqual([]);
  });
});
