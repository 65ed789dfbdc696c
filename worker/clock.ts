import { setTimeout as sleep } from 'node:timers/promises';
import { AgentAuthError } from '../contract/errors/errors.js';
import type { Connected } from './connect.js';
import type { Log } from './log.js';
import { pollersOf } from './start-checks/pollers.js';

/** A TOTP code is good for so long; what the vault writes down would be as wrong. */
export const MAX_SKEW_MS = 30_000;
export const WORTH_A_WARNING_MS = 5_000;
/** The poll ends by itself: nothing can take it back, and Temporal takes none for much less. */
const POLL_MS = 5_000;
/** When the poll is not seen by then, nothing is known. */
const SEEN_WITHIN_MS = 3_000;
const LOOK_AGAIN_MS = 50;

/** How far a clock is ahead of the time that was seen, which lies between two readings of it. */
const aheadBy = (from: number, seen: number, to: number): number =>
  seen < from ? from - seen : Math.min(to - seen, 0);

/**
 * How far a clock is ahead of Temporal's, in ms: negative where it is behind, null where that can't be seen. No call tells the server's time, but it
 * notes when a queue was polled; so one is polled that nobody uses.
 * @throws what Temporal answers to a worker that may not poll
 */
export async function skewOf(
  { client, namespace }: Pick<Connected, 'client' | 'namespace'>,
  id: string,
  clock: () => number,
): Promise<number | null> {
  const name = `agent-auth-clock-${id}`;
  const from = clock();
  let refused: unknown = null;
  client
    .withDeadline(Date.now() + POLL_MS, () =>
      client.workflowService.pollActivityTaskQueue({ namespace, taskQueue: { name }, identity: id }),
    )
    .catch((error: unknown) => {
      refused = error;
    });
  for (const until = performance.now() + SEEN_WITHIN_MS; performance.now() < until; await sleep(LOOK_AGAIN_MS)) {
    const pollers = await pollersOf(client, { namespace, name, kind: 'activities' });
    const seen = pollers.find(({ identity }) => identity === id);
    if (seen !== undefined) return aheadBy(from, seen.at, clock());
    if (refused !== null) throw refused;
  }
  return null;
}

/**
 * Refuses a clock that is not Temporal's: codes would be wrong, and what workers write down for each other.
 * @param id names this worker
 * @throws AgentAuthError `clock_skewed`
 */
export async function checkClock(
  connected: Connected,
  id: string,
  log: Log,
  clock: () => number = Date.now,
): Promise<void> {
  const skew = await skewOf(connected, id, clock);
  if (skew === null) return log.info('this clock could not be compared with that of Temporal');
  const seconds = Math.round(skew / 1000);
  if (Math.abs(skew) >= MAX_SKEW_MS) throw new AgentAuthError('clock_skewed', { ahead_seconds: seconds });
  if (Math.abs(skew) >= WORTH_A_WARNING_MS)
    log.warn({ ahead_seconds: seconds }, 'the clock of this machine differs from that of Temporal');
}
