import type { Worker } from '@temporalio/worker';
import type { Pages } from '../activities/browser/index.js';
import type { Workers } from './create-workers.js';

/** How much longer than its drain a worker may take to end, in ms. Then it ends as if killed: nothing is lost by that, pages are. */
export const AFTER_DRAIN_MS = 5_000;

/** When each of them has stopped. */
export type Runs = Readonly<Record<keyof Workers, Promise<void>>>;

const shutDown = (worker: Worker): void => {
  if (worker.getState() === 'RUNNING') worker.shutdown();
};

/**
 * Stops workers so that no login fails for it. No new one is taken; in the first half of the time those at work go on, each to its end or to where it
 * waits for a person; in the second half steps that run may end, and what is left goes on elsewhere. All the while the workflows'
 * worker takes their results.
 */
export async function drain(
  { main, browsers, pageSteps }: Workers,
  runs: Runs,
  pages: Pages,
  ms: number,
): Promise<void> {
  shutDown(browsers);
  await pages.settled(ms / 2);
  shutDown(pageSteps);
  await Promise.allSettled([runs.browsers, runs.pageSteps]);
  shutDown(main);
}
