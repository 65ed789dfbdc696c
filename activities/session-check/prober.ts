import type { BrowserIdentity } from '../../contract/index.js';
import type { WayOut } from '../browser/index.js';
import type { ProbeRequest } from '../vault/probe.js';
import { type Answer, askOnce, headersOf } from './ask.js';
import { cookieHeader, cookiesFor, withTaken } from './cookies.js';
import { isOverToken, type Session, valueAt } from './values.js';

/** By what an agent's requests go out, and what they look like. */
export interface Asker {
  readonly way: WayOut;
  readonly identity: BrowserIdentity | null;
  /** Ms since the epoch. */
  readonly clock: () => number;
}

export interface Answered {
  readonly answer: Answer;
  /** The session with the cookies that came with it. */
  readonly session: Session;
}

/**
 * Makes a request with a session.
 * @returns null where what it carries is not there any more, or has run out
 * @throws NotReached
 */
export async function askWith(
  { way, identity, clock }: Asker,
  { url, type, accept, values, marked }: ProbeRequest,
  session: Session,
  ms: number,
): Promise<Answered | null> {
  const target = new URL(url);
  const now = clock();
  const { cookies } = session.storage_state;
  const own: Record<string, string> = marked ? { 'x-requested-with': 'XMLHttpRequest' } : {};
  for (const source of values) {
    const value = valueAt(source, session, target, now);
    if (value === null || isOverToken(value, now)) return null;
    own[source.header] = `${source.before}${value}`;
  }
  const carried = cookieHeader(cookiesFor(cookies, target, now));
  const headers = {
    ...headersOf(identity, { type, accept }, target),
    ...own,
    ...(carried === '' ? {} : { cookie: carried }),
  };
  const answer = await askOnce(way, { url, headers }, ms);
  const after = withTaken(cookies, target, answer.setCookies, clock());
  if (after === cookies) return { answer, session };
  return { answer, session: { ...session, storage_state: { ...session.storage_state, cookies: [...after] } } };
}

/** The same without a session. @throws NotReached */
export async function askAsStranger(asker: Asker, request: ProbeRequest, ms: number): Promise<Answer> {
  const answered = await askWith(asker, { ...request, values: [] }, NOTHING, ms);
  return answered!.answer;
}

const NOTHING: Session = { storage_state: { cookies: [], origins: [] }, session_storage: null };
