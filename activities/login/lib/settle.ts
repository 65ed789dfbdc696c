import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { NetworkWatch } from './network-watch.js';

/** How long things may take, in ms. */
export interface Patience {
  /** Until the first page must have come. */
  readonly openMs: number;
  /** Until a page must have made up its mind. */
  readonly settleMs: number;
  /** Until something must have happened after a submit. */
  readonly signMs: number;
  /** How long a quiet page may leave it open what it means. */
  readonly undecidedMs: number;
}
export const PATIENCE: Patience = { openMs: 30_000, settleMs: 10_000, signMs: 1_500, undecidedMs: 3_000 };

/** Between two looks at the page. */
const POLL_MS = 25;
/** Between two looks at what is known without asking the page. */
const BRIEFLY_MS = 5;
const LOOK_MS = 500;
const QUIET_POLLS = 3;

/** A short description of a document that differs when somebody could see a difference. Runs in the page. */
function glance(): { alive: boolean; loading: boolean; digest: string } {
  const { body, scripts, readyState } = document;
  const elements = document.getElementsByTagName('*').length;
  // biome-ignore lint/performance/useDomNodeTextContent: only what is rendered counts
  const text = body?.innerText ?? '';
  return {
    alive: scripts.length > 0 || document.querySelector('meta[http-equiv="refresh" i]') !== null,
    loading: readyState === 'loading' || body === null,
    digest: `${location.href} ${elements} ${text}`,
  };
}

/**
 * What the page looks like, for comparing; null while it is between two documents. A document without scripts that
 * is loaded does not change by itself.
 */
async function look(page: Page): Promise<{ still: boolean; digest: string } | null> {
  // A page on its way to another document holds the answer back until it is there.
  const seen = await Promise.race([page.evaluate(glance).catch(() => null), sleep(LOOK_MS, null)]);
  if (seen === null || seen.loading) return null;
  return { still: !seen.alive, digest: seen.digest };
}

/** How a page came to rest: `still` does not change by itself any more, `quiet` did not for a moment, `restless` never was. */
export type Rest = 'still' | 'quiet' | 'restless';

/** Waits until the page has been quiet for a moment: no request that matters is under way and nothing it shows changes. */
export async function settle(page: Page, network: NetworkWatch, withinMs: number): Promise<Rest> {
  const deadline = performance.now() + withinMs;
  let last = '';
  let same = 0;
  while (performance.now() < deadline && same < QUIET_POLLS && !page.isClosed()) {
    const before = network.started;
    const seen = network.quiet ? await look(page) : null;
    const untouched = network.quiet && network.started === before;
    if (seen !== null && untouched && seen.still) return 'still';
    same = seen !== null && untouched && seen.digest === last ? same + 1 : 0;
    last = seen?.digest ?? '';
    await sleep(seen === null ? BRIEFLY_MS : POLL_MS);
  }
  return same < QUIET_POLLS ? 'restless' : 'quiet';
}

/** Takes a look now, and answers a function that waits until something has happened since: a request or a change of what is shown. */
export function awaitSign(page: Page, network: NetworkWatch): (withinMs: number) => Promise<boolean> {
  const { started } = network;
  // Asked for before anything is pressed; the answer is needed afterwards.
  const before = look(page);
  return async (withinMs) => {
    const begun = performance.now();
    const digest = (await before)?.digest;
    let lookedAt = begun;
    while (performance.now() - begun < withinMs) {
      if (network.started !== started || page.isClosed()) return true;
      if (performance.now() - lookedAt >= POLL_MS) {
        if ((await look(page))?.digest !== digest) return true;
        lookedAt = performance.now();
      }
      await sleep(BRIEFLY_MS);
    }
    return false;
  };
}
