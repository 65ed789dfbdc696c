import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { LoginContext } from '../context.js';
import type { Glance, Look } from '../page-world/agent.js';
import { type Known, readWith } from './discover.js';
import { documentOf } from './document/document-of.js';
import type { NetworkWatch } from './network-watch.js';

/** Between two looks at the page. */
const POLL_MS = 25;
/** Between two checks of what is known without asking the page. */
const BRIEFLY_MS = 5;
const GLANCE_MS = 500;
const READ_MS = 5_000;
const QUIET_POLLS = 3;

/** A short description of a document that differs when somebody could see a difference. */
const digestOf = ({ href, elements, text }: Glance | Look): string => `${href} ${elements} ${text}`;

/** What the page shows; null while it is between two documents, or does not answer soon. */
async function seenNow<T extends Glance | Look>(asking: Promise<T>, withinMs: number): Promise<T | null> {
  const seen = await Promise.race([asking.catch(() => null), sleep(withinMs, null)]);
  return seen === null || seen.loading ? null : seen;
}

const lookIfStill = (page: Page, known: Known): Promise<Look | Glance | null> =>
  seenNow(
    readWith(page.mainFrame(), known, (document, reading) => document.ask('lookIfStill', reading)),
    READ_MS,
  );

const glanceAt = (page: Page): Promise<Glance | null> =>
  seenNow(
    documentOf(page.mainFrame()).then((document) => document.ask('glance')),
    GLANCE_MS,
  );

/** How a page came to rest: `still` can't change by itself any more, `quiet` did not change for a moment, `restless` kept changing. */
export type Rest = 'still' | 'quiet' | 'restless';

export interface Settled {
  readonly rest: Rest;
  /** What a page that is `still` shows, if it was read. */
  readonly look: Look | null;
}

/**
 * Waits until the page has been quiet for a moment: no request that matters is under way and nothing it shows changes.
 * @param known with this, a page that is `still` is read as well, in one question
 */
export async function settle(
  context: LoginContext,
  page: Page,
  network: NetworkWatch,
  withinMs: number,
  known: Known | null = null,
): Promise<Settled> {
  const deadline = performance.now() + withinMs;
  let last = '';
  let same = 0;
  while (performance.now() < deadline && same < QUIET_POLLS && !page.isClosed() && !network.circling) {
    const before = network.started;
    const asking = known === null ? () => glanceAt(page) : () => lookIfStill(page, known);
    const seen = network.quiet ? await context.race<Glance | Look | null>(asking()) : null;
    const untouched = network.quiet && network.started === before;
    if (seen !== null && untouched && !seen.alive) return { rest: 'still', look: seen.view === null ? null : seen };
    const digest = seen === null ? '' : digestOf(seen);
    same = seen !== null && untouched && digest === last ? same + 1 : 0;
    last = digest;
    await (seen === null ? context.wait(BRIEFLY_MS, network.changed) : context.wait(POLL_MS));
  }
  return { rest: same < QUIET_POLLS ? 'restless' : 'quiet', look: null };
}

/** Notes the state now, and returns a function that waits until there was a request, or what the page shows has changed. */
export function awaitSign(
  context: LoginContext,
  page: Page,
  network: NetworkWatch,
): (withinMs: number) => Promise<boolean> {
  const { started } = network;
  // Asked for before anything is pressed; the answer is needed afterwards.
  const before = glanceAt(page);
  return async (withinMs) => {
    const begun = performance.now();
    const first = await context.race(before);
    const digest = first === null ? null : digestOf(first);
    let lookedAt = begun;
    while (performance.now() - begun < withinMs) {
      if (network.started !== started || page.isClosed()) return true;
      if (performance.now() - lookedAt >= POLL_MS) {
        const now = await context.race(glanceAt(page));
        if ((now === null ? null : digestOf(now)) !== digest) return true;
        lookedAt = performance.now();
      }
      await context.wait(BRIEFLY_MS, network.changed);
    }
    return false;
  };
}
