import type { LoginRef, Outcome, PageHandle } from '../../../contract/index.js';
import type { LoginRoom } from '../context.js';
import { onPage } from '../with-heartbeat.js';
import { lookNow } from './look-now.js';

/** Pages that wait for another device ask their server about as often. */
const LOOK_AGAIN_MS = 1_000;

/**
 * What the page of a login shows now, or, while it waits for an external action, as soon as that is over
 * or another step on this page waits.
 * @throws PageLost
 */
export const lookAtPage = (
  room: LoginRoom,
  step: LoginRef & { readonly page: PageHandle; readonly watch_seconds?: number },
): Promise<Outcome> =>
  onPage(room, step, async (context, login, awaited) => {
    const deadline = performance.now() + (step.watch_seconds ?? 0) * 1000;
    while (true) {
      const outcome = await lookNow(context, login);
      if (outcome.kind !== 'external_action' || performance.now() >= deadline) return outcome;
      await context.wait(LOOK_AGAIN_MS, awaited);
      if (awaited.aborted) return outcome;
    }
  });
