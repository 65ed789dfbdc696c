import { setTimeout as sleep } from 'node:timers/promises';
import type { LoginRef, Outcome, PageHandle } from '../../contract/index.js';
import type { LoginDeps } from './deps.js';
import { lookNow } from './lib/look-now.js';
import { onPage } from './lib/working.js';

/** Pages that wait for another device ask their server about as often. */
const LOOK_AGAIN_MS = 1_000;

/**
 * What the page of a login shows now, or, while it waits for an external action, as soon as that is over
 * or another step on this page waits.
 * @throws PageLost
 */
export const lookAtPage = (
  deps: LoginDeps,
  step: LoginRef & { readonly page: PageHandle; readonly watch_seconds?: number },
): Promise<Outcome> =>
  onPage(deps, step, async (login, signal, awaited) => {
    const deadline = performance.now() + (step.watch_seconds ?? 0) * 1000;
    while (true) {
      const outcome = await lookNow(deps, login);
      if (outcome.kind !== 'external_action' || performance.now() >= deadline) return outcome;
      await pause(LOOK_AGAIN_MS, AbortSignal.any([signal, awaited]));
      signal.throwIfAborted();
      if (awaited.aborted) return outcome;
    }
  });

const pause = (ms: number, until: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal: until }).catch(() => undefined);
