/** Nobody is logged in anew for one answer: that a session is over is asked for twice. */
import { setTimeout as sleep } from 'node:timers/promises';
import { siteAt } from '../../contract/address/site.js';
import type { Probe, ProbeRequest } from '../vault/probe.js';
import { actsWhenOpened } from './acting-path.js';
import { NotReached } from './ask.js';
import { type Answered, type Asker, askAsStranger, askWith } from './prober.js';
import type { Session } from './values.js';
import { isStrangerAsEver, judgeAnswer, type Verdict } from './verdict.js';

/** Between two answers that a session is over. */
const CONFIRM_MS = 150;
const ANSWER_MS = 5_000;
/** How often what is like neither side is asked for again. */
const MAX_DRAWN = 2;
/** How many redirects are followed. */
const MAX_LED = 4;

export interface Confirmed {
  readonly verdict: Verdict;
  /** The answer that it is of. */
  readonly last: Answered;
}

/**
 * Where the first answer leads elsewhere at the site, that is gone to before the second: a browser would go there too, and some sites make another session
 * on the way, of what is remembered of the user.
 * @throws NotReached
 */
export async function confirmed(asker: Asker, probe: Probe, session: Session, first: Answered): Promise<Confirmed> {
  const { verdict, last } = await decided(asker, probe, first);
  if (verdict.answer !== 'out') return { verdict, last };
  const led = await follow(asker, probe.request, last);
  if (led === null) await sleep(CONFIRM_MS);
  const second = await askWith(asker, probe.request, led ?? session, ANSWER_MS);
  if (second === null) return { verdict: { answer: 'inconclusive', why: 'unlike_both' }, last };
  // The lot falls anew for each of the two.
  const again = await decided(asker, probe, second);
  // Without a way that explains it, two answers that differ say nothing.
  if (again.verdict.answer === 'in' && led === null)
    return { verdict: { answer: 'inconclusive', why: 'unlike_both' }, last: again.last };
  return again;
}

/** Whom the site refuses: this client, or this session alone, where a stranger who asks by the same client is answered as ever. @throws NotReached */
export async function toldApart(asker: Asker, probe: Probe, { verdict, last }: Confirmed): Promise<Confirmed> {
  if (verdict.why !== 'refused' || last.answer.status !== 403 || last.answer.isChallenge) return { verdict, last };
  const stranger = await askAsStranger(asker, probe.request, ANSWER_MS);
  return isStrangerAsEver(probe, stranger) ? { verdict: { ...verdict, why: 'unlike_both' }, last } : { verdict, last };
}

/** Some sites draw by lot what they show: what is like neither side is asked for again, with what it has brought, as a browser would. */
async function decided(asker: Asker, probe: Probe, first: Answered): Promise<Confirmed> {
  let last = first;
  let verdict = judgeAnswer(probe, last.answer);
  for (let again = 0; verdict.why === 'unlike_both' && again < MAX_DRAWN; again += 1) {
    await sleep(CONFIRM_MS);
    const next = await askWith(asker, probe.request, last.session, ANSWER_MS);
    if (next === null) break;
    last = next;
    verdict = judgeAnswer(probe, last.answer);
  }
  return { verdict, last };
}

/** @returns the session after the way that an answer led; null where it led nowhere at this site */
async function follow(asker: Asker, from: ProbeRequest, first: Answered): Promise<Session | null> {
  let now = first;
  for (let led = 0; led < MAX_LED; led += 1) {
    const { location } = now.answer;
    if (location === null || !isFollowed(location, from.url)) break;
    const request: ProbeRequest = { url: location, type: 'document', values: [], marked: false };
    try {
      now = (await askWith(asker, request, now.session, ANSWER_MS)) ?? now;
    } catch (error) {
      if (!(error instanceof NotReached)) throw error;
      break;
    }
  }
  return now === first ? null : now.session;
}

function isFollowed(location: string, from: string): boolean {
  const [to, own] = [new URL(location), new URL(from)];
  return to.protocol === own.protocol && siteAt(location) === siteAt(from) && !actsWhenOpened(to.pathname);
}
