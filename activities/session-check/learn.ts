/** Which of the requests that a site's pages make tells a session from none. */
import { randomBytes } from 'node:crypto';
import type { Probe, ProbeRequest, WaysToLook } from '../vault/probe.js';
import { type Answer, NotReached } from './ask.js';
import { hasFewer } from './cookies.js';
import { isNeutralCookie } from './neutral.js';
import { type Asker, askAsStranger, askWith } from './prober.js';
import type { Session } from './values.js';
import { isSameHead, isTrouble, tellApart } from './verdict.js';

const ANSWER_MS = 3_000;
/** What all of it may take. */
const ALL_MS = 6_000;

export interface Learned {
  /** Null where none was found. */
  readonly probe: Probe | null;
  /** Those that nobody answered: they may tell another time. */
  readonly left: readonly ProbeRequest[];
  /** As it is after what was asked with it: some sites change it with every use. */
  readonly session: Session;
}

/**
 * Asks twice with the session and twice without it, by turns, by the client that will ask later: a site that treats this client otherwise than a browser
 * shows so at once. The first request that strangers are turned away from is taken. Where there is none, a page
 * goes before what a script asks for: some sites know for a year who was there, and tell that to scripts whatever became of the session.
 */
export async function learnProbe(
  asker: Asker,
  { requests, old_cookies }: Pick<WaysToLook, 'requests' | 'old_cookies'>,
  session: Session,
): Promise<Learned> {
  const until = asker.clock() + ALL_MS;
  const left: ProbeRequest[] = [];
  let now = session;
  let best: Probe | null = null;
  for (const request of requests) {
    if (asker.clock() >= until) {
      left.push(request);
      continue;
    }
    try {
      const before = now;
      const first = await askWith(asker, request, now, ANSWER_MS);
      if (first && isTrouble(first.answer)) left.push(request);
      if (first && (await isOwnAnswer(asker, request, first.answer))) now = first.session;
      // Who is not let in by this client is not asked again.
      if (!first || !isGiven(first.answer)) continue;
      // By turns: what both answers of one side have and that between them has not is no matter of the time.
      const visitor = await askAsVisitor(asker, request, now, old_cookies);
      const second = await askWith(asker, request, now, ANSWER_MS);
      if (second) now = second.session;
      const stranger = await askAsStranger(asker, request, ANSWER_MS);
      // The second answer of a cache is one that it has kept.
      if (!second || !visitor || second.answer.isStale) continue;
      const salt = randomBytes(9).toString('base64url');
      const led = await ledTo(asker, stranger, new URL(request.url));
      const members = [first.answer, second.answer] as const;
      const apart =
        tellApart(members, [visitor, stranger], salt, led) ??
        // Some sites make the very session of a visitor that of the user. What else differs by a visitor's cookies says nothing of a login.
        (isTurnedAway(stranger)
          ? tellApart(members, [await askAsStranger(asker, request, ANSWER_MS), stranger], salt, led)
          : null);
      if (apart === null) {
        // The same page for all, and the session is taken from this client.
        if (hasFewer(before.storage_state.cookies, now.storage_state.cookies)) now = before;
        continue;
      }
      const probe = { request, salt, ...apart };
      if (isTurnedAway(stranger)) return { probe, left: [], session: now };
      if (best === null || (best.request.type === 'api' && request.type === 'document')) best = probe;
    } catch (error) {
      if (!(error instanceof NotReached)) throw error;
      left.push(request);
    }
  }
  return { probe: best, left: best === null ? left : [], session: now };
}

/** Where strangers are sent to log in: elsewhere they are only sent to another language, or to the same place by another name. */
const LOGIN = /log-?_?in|sign-?_?in|auth|sso|session|identity|connexion|anmeld/i;

const isTurnedAway = ({ status, location }: Answer): boolean =>
  status === 401 || (location !== null && LOGIN.test(new URL(location).hostname + new URL(location).pathname));

/** Asks with what the login did not change: a difference that remains is of the session. @returns null where a value is not there any more */
async function askAsVisitor(
  asker: Asker,
  request: ProbeRequest,
  session: Session,
  old: readonly string[] | null,
): Promise<Answer | null> {
  const cookies = session.storage_state.cookies.filter(
    (cookie) => isNeutralCookie(cookie) || old?.includes(cookie.name),
  );
  const state = { ...session, storage_state: { ...session.storage_state, cookies } };
  const values = request.values.filter(({ isOld }) => isOld);
  return (await askWith(asker, { ...request, values }, state, ANSWER_MS))?.answer ?? null;
}

/** What a site gives to whom it takes for a stranger, since this client is not the one that logged in, is no part of the session. */
async function isOwnAnswer(asker: Asker, request: ProbeRequest, answer: Answer): Promise<boolean> {
  if (isGiven(answer) || isTrouble(answer)) return true;
  return !isTurnedAway(answer) && !isSameHead(answer, await askAsStranger(asker, request, ANSWER_MS));
}

const isGiven = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** How many redirects of a stranger are followed. */
const MAX_LED = 2;

/** What strangers are shown at the site in place of what they asked for. */
async function ledTo(asker: Asker, stranger: Answer, from: URL): Promise<Answer[]> {
  const shown: Answer[] = [];
  let { location } = stranger;
  while (location !== null && shown.length < MAX_LED && new URL(location).origin === from.origin) {
    const request: ProbeRequest = { url: location, type: 'document', values: [], marked: false };
    const next = await askAsStranger(asker, request, ANSWER_MS);
    shown.push(next);
    location = next.location;
  }
  return shown;
}
