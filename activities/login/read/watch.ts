import type { Page } from 'playwright-core';
import type { LoginContext } from '../context.js';
import type { NetworkWatch } from './network-watch.js';
import type { Observation } from './observation.js';
import { knownOf, observe, type Told } from './observe.js';
import { settle } from './settle.js';
import { mayGoOn, undecidedFor } from './undecided.js';

const LOOK_AGAIN_MS = 100;
/** For so many times the patience for one page, each page on a way of several is given its own. */
const ON_THE_WAY = 2;

/**
 * Reads a page until what it shows is conclusive. An application that builds its page by script may be quiet for a moment before it
 * shows anything. A page that stays inconclusive for a while is taken as it is, but not before the site has answered what was sent. Where one page leads to another,
 * each has its time.
 * @param where returns the page; another one may replace it meanwhile, as when a pop-up closes
 */
export async function watch(
  context: LoginContext,
  where: { readonly page: Page },
  network: NetworkWatch,
  decides: (seen: Observation) => boolean | Promise<boolean>,
  told: Told,
): Promise<Observation> {
  const { timeouts } = context;
  const started = performance.now();
  const visited = new Set<string>();
  let begun = started;
  let last = '';
  let deadline = begun + timeouts.settleMs;
  let undecidedSince: number | null = null;
  while (true) {
    const { page } = where;
    const { rest, look } = await settle(context, page, network, deadline - performance.now(), knownOf(told));
    const seen = await observe(context, page, network, told, look).catch((error: unknown) => {
      context.signal.throwIfAborted();
      if (where.page === page) throw error;
      return null;
    });
    if (seen === null || where.page !== page) continue;
    if ((rest === 'still' && !network.answering) || (await context.race(Promise.resolve(decides(seen))))) return seen;
    const now = performance.now();
    if (visited.size > 0 && !visited.has(seen.view.url) && now - started < ON_THE_WAY * timeouts.movingMs) {
      begun = now;
      deadline = now + timeouts.settleMs;
      undecidedSince = null;
    }
    visited.add(seen.view.url);
    if (network.answering && now - begun < timeouts.openMs) {
      // After the answer, the page still needs time to show it.
      undecidedSince = now;
      deadline = now + timeouts.settleMs;
    } else {
      const shown = `${network.started} ${[...seen.lines].join('\n')}`;
      // It asks again and again, or counts: that is at work as well.
      if (mayGoOn(seen) && shown !== last && now - begun < timeouts.movingMs) {
        undecidedSince = now;
        deadline = Math.max(deadline, now + timeouts.undecidedMs);
      }
      last = shown;
      undecidedSince ??= now;
      const waits = undecidedFor(timeouts, seen, network);
      if (now - undecidedSince > waits || now > Math.max(deadline, begun + waits)) return seen;
    }
    await context.wait(LOOK_AGAIN_MS);
  }
}
