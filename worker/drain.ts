import type { Worker } from '@temporalio/worker';
import type { Pages } from '../activities/browser/index.js';
import { shutDown, type Taking } from './taking.js';

/** How much longer than its drain a worker may take to end, in ms. Then it ends as if killed: nothing is lost by that, pages are. */
export const AFTER_DRAIN_MS = 5_000;

export interface Drained {
  readonly taking: Taking;
  readonly pageSteps: Worker;
  /** When the last step on a page has ended. */
  readonly stepped: Promise<void>;
  readonly pages: Pages;
}

/**
 * Stops workers so that no login fails for it. No new one is taken; in the first half of the time those at work go on, each to its end or to where it
 * waits for a person; in the second half steps that run may end, and what is left goes on elsewhere. All the while the workflows'
 * worker takes their results.
 */
export async function drain({ taking, pageSteps, stepped, pages }: Drained, ms: number): Promise<void> {
  const opened = taking.endOpening();
  await pages.settled(ms / 2);
  shutDown(pageSteps);
  await Promise.allSettled([opened, stepped]);
  await taking.end();
}
