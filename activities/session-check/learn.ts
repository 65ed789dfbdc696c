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
  /** Beside one that scripts ask for: another one, since caches and gateways may know such a session for longer than the site does. */
  readonly second: Probe | null;
  /** Those that nobody answered: they may tell another time. */
  readonly left: readonly ProbeRequest[];
  /** As it is after what was asked with it: some sites change it with every use. */
  readonly session: Session;
  /** Whether nothing was found, and the site took this client for a stranger: it may have ended the session for that. */
  readonly is_doubtful: boolean;
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
  const sure: Probe[] = [];
  let now = session;
  let best: Probe | null = null;
  let isStranger = false;
  for (const [at, request] of requests.entries()) {
    if (asker.clock() >= until) {
      left.push(request);
      continue;
    }
    const [first] = sure;
    if (first && pathOf(first.request) === pathOf(request)) continue;
    const tried = await tryRequest(asker, request, now, old_cookies);
    now = tried.session;
    if (tried.kind === 'trouble') left.push(request);
    if (tried.kind === 'as_stranger') isStranger = true;
    if (tried.kind === 'too_many') {
      left.push(...requests.slice(at));
      break;
    }
    if (tried.kind !== 'told') continue;
    const { probe, turnsAway } = tried;
    if (turnsAway) sure.push(probe);
    else if (best === null || (best.request.type === 'api' && request.type === 'document')) best = probe;
    if (sure.length === 2 || sure[0]?.request.type === 'document') break;
  }
  const [probe = best, second = null] = sure;
  return { probe, second, left: probe === null ? left : [], session: now, is_doubtful: probe === null && isStranger };
}

const pathOf = ({ url }: ProbeRequest): string => new URL(url).pathname;

type Tried = { readonly session: Session } & (
  | { readonly kind: 'told'; readonly probe: Probe; readonly turnsAway: boolean }
  /** Who asks with the session is taken for nobody. */
  | { readonly kind: 'as_stranger' }
  /** It does not tell. */
  | { readonly kind: 'nothing' }
  /** Another time it may. */
  | { readonly kind: 'trouble' }
  /** The site counts requests. */
  | { readonly kind: 'too_many' }
);

async function tryRequest(
  asker: Asker,
  request: ProbeRequest,
  before: Session,
  old_cookies: readonly string[] | null,
): Promise<Tried> {
  let session = before;
  try {
    const first = await askWith(asker, request, before, ANSWER_MS);
    if (first === null) return { kind: 'nothing', session };
    if (first.answer.status === 429) return { kind: 'too_many', session };
    const isOwn = await isOwnAnswer(asker, request, first.answer);
    if (isOwn) session = first.session;
    if (isTrouble(first.answer)) return { kind: 'trouble', session };
    // Who is not let in by this client is not asked again.
    if (!isGiven(first.answer)) return { kind: isOwn ? 'nothing' : 'as_stranger', session };
    // By turns: what both answers of one side have and that between them has not is no matter of the time.
    const visitor = await askAsVisitor(asker, request, session, old_cookies);
    const second = await askWith(asker, request, session, ANSWER_MS);
    if (second) session = second.session;
    const stranger = await askAsStranger(asker, request, ANSWER_MS);
    if ([visitor, second?.answer, stranger].some((answer) => answer?.status === 429))
      return { kind: 'too_many', session };
    // The second answer of a cache is one that it has kept.
    if (!second || !visitor || second.answer.isStale) return { kind: 'nothing', session };
    const salt = randomBytes(9).toString('base64url');
    const led = await ledTo(asker, stranger, new URL(request.url));
    const members = [first.answer, second.answer] as const;
    const turnsAway = isTurnedAway(stranger);
    const apart =
      tellApart(members, [visitor, stranger], salt, led) ??
      // Some sites make the very session of a visitor that of the user. What else differs by a visitor's cookies says nothing of a login.
      (turnsAway ? tellApart(members, [await askAsStranger(asker, request, ANSWER_MS), stranger], salt, led) : null);
    if (apart !== null) return { kind: 'told', probe: { request, salt, ...apart }, turnsAway, session };
    // The same page for all, and the session is taken from this client.
    return hasFewer(before.storage_state.cookies, session.storage_state.cookies)
      ? { kind: 'as_stranger', session: before }
      : { kind: 'nothing', session };
  } catch (error) {
    if (!(error instanceof NotReached)) throw error;
    return { kind: 'trouble', session };
  }
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
