/** Whether the site gives anything for what the pages of a session send along. */
import type { ProbeRequest } from '../vault/probe.js';
import { NotReached } from './ask.js';
import { partsOf } from './parts.js';
import { type Asker, askAsStranger, askWith } from './prober.js';
import type { Session } from './values.js';
import { isSameHead, isTrouble } from './verdict.js';

const ANSWER_MS = 3_000;

/**
 * Whether each of these requests is answered as without the session. One that is not tells that the site knows the session, and so does, until something
 * else is known, one that can't be made again, or whose answers change by themselves.
 */
export async function isServedAsStranger(
  asker: Asker,
  requests: readonly ProbeRequest[],
  session: Session,
): Promise<boolean> {
  let now = session;
  try {
    for (const request of requests) {
      const answered = await askWith(asker, request, now, ANSWER_MS);
      if (answered === null) return false;
      now = answered.session;
      const { answer: ours } = answered;
      const theirs = await askAsStranger(asker, request, ANSWER_MS);
      if (isTrouble(ours) || ours.status === 429 || !isSameHead(ours, theirs)) return false;
      if (!isSameBody(ours.body, theirs.body)) return false;
    }
  } catch (error) {
    if (!(error instanceof NotReached)) throw error;
    return false;
  }
  return requests.length > 0;
}

function isSameBody(one: string, other: string): boolean {
  const [ours, theirs] = [partsOf(one), partsOf(other)];
  return ours.size === theirs.size && [...ours].every((part) => theirs.has(part));
}
