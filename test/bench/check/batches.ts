import { setTimeout as sleep } from 'node:timers/promises';
import { cpuOf } from './cpu.js';

/** A way to ask whether a session works. */
export interface Way {
  /** What is asked at once. */
  readonly atOnce: readonly (() => Promise<void>)[];
  /** How often that is repeated in a batch, without a rest. */
  readonly times: number;
  /** Until what a batch leaves behind is done with: it costs, too. Ms. */
  readonly rest: number;
  /** Whether it is other processes that work. */
  readonly inOthers: boolean;
}

/** What a way costs: the CPU time of a look in each batch, and how long one takes alone, in ms. */
export interface Cost {
  readonly cpu: number[];
  readonly alone: number[];
}

/** Code is compiled in steps, the last after thousands of calls: so many batches in a row have not been cheaper than those before. */
const STEADY = 5;
const MAX_WARM_UP = 60;
const CHEAPER = 0.97;

async function batch({ atOnce, times, rest, inOthers }: Way, left: number): Promise<number> {
  const { own, started } = await cpuOf(async () => {
    for (let time = 0; time < times; time += 1) await Promise.all(atOnce.map((look) => look()));
    await sleep(rest);
  }, left);
  return (own + (inOthers ? started : 0)) / (atOnce.length * times);
}

/** @returns how many batches it took until they became no cheaper */
async function warmUp(way: Way, left: number): Promise<number> {
  let cheapest = Number.POSITIVE_INFINITY;
  let since = 0;
  let batches = 0;
  for (; batches < MAX_WARM_UP && since < STEADY; batches += 1) {
    const cost = await batch(way, left);
    since = cost < cheapest * CHEAPER ? 0 : since + 1;
    cheapest = Math.min(cheapest, cost);
  }
  return batches;
}

async function alone({ atOnce: [look] }: Way): Promise<number> {
  const begun = performance.now();
  await look!();
  return performance.now() - begun;
}

/** Batches of each way in turns, so that all see the same machine. @param left see `cpuOf` */
export async function inTurns<Name extends string>(
  ways: Readonly<Record<Name, Way>>,
  rounds: number,
  left: number,
): Promise<{ readonly costs: Readonly<Record<Name, Cost>>; readonly warmUps: Readonly<Record<Name, number>> }> {
  const names = Object.keys(ways) as Name[];
  const each = <T>(of: (name: Name) => T) =>
    Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, T>;
  const warmUps = each(() => 0);
  for (const name of names) warmUps[name] = await warmUp(ways[name], left);
  const costs = each((): Cost => ({ cpu: [], alone: [] }));
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) {
      for (let look = 0; look < 5; look += 1) costs[name].alone.push(await alone(ways[name]));
      costs[name].cpu.push(await batch(ways[name], left));
    }
  return { costs, warmUps };
}
