import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckAnswer, CheckedSession, CheckInput } from '../../contract/agent/session-check.js';
import { wayOutOf } from '../browser/index.js';
import type { CheckEnd, CheckVault, Looked, LookInput, TakenCheck } from '../vault/check.js';
import type { Probe, WaysToLook } from '../vault/probe.js';
import { NotReached } from './ask.js';
import { confirmed, toldApart } from './confirm.js';
import { hasOtherValues, hasRunOut } from './cookies.js';
import { learnProbe } from './learn.js';
import { type Asker, askWith } from './prober.js';
import { canRefresh } from './values.js';
import { isSameHead } from './verdict.js';

/** Who asks does not wait longer, unless it says so. */
const ANSWER_MS = 5_000;
/** How soon who waits for somebody else's look asks for its result. */
const AGAIN_MS = 50;
/** What was proven or seen since then is known. Seconds. */
const JUST_NOW = 60;
/** After so many inconclusive ones in a row the browser looks. */
const MANY_INCONCLUSIVE = 3;

/** What a look has come to. */
export type Found = Pick<CheckEnd, 'looked' | 'session' | 'ways'>;

/** Opens what the proof opened, as a person would who comes back: it types nothing. */
export type LookWithBrowser = (taken: TakenCheck, ways: WaysToLook) => Promise<Found>;

/** By what sessions are looked at. */
export interface Looker {
  readonly vault: CheckVault;
  readonly browser: LookWithBrowser;
  /** Told when a look has found that a session is over. */
  readonly onOver: () => Promise<void>;
  /** Ms since the epoch. @default Date.now */
  readonly clock?: () => number;
}

/**
 * Whether the session of an agent still works: by what is known where that is new enough, else by one request, or by a browser where no request tells. Of
 * many who ask at once one looks, and all get its answer.
 * @returns `verified: false` where nobody could tell in time; the look goes on, and what it comes to is kept
 * @throws AgentAuthError `agent_not_found`
 */
export async function checkSession(looker: Looker, input: CheckInput): Promise<CheckedSession> {
  const { vault, clock = Date.now } = looker;
  const since = clock();
  const until = performance.now() + (input.wait_seconds ?? ANSWER_MS / 1000) * 1000;
  let taken = await vault.takeCheck(input, since);
  while (taken.kind === 'busy' && performance.now() < until) {
    await sleep(AGAIN_MS);
    taken = await vault.takeCheck(input, since);
  }
  if (taken.kind !== 'taken') return taken.checked;
  const { checked } = taken;
  const ended = lookToItsEnd(looker, taken, clock);
  // Nobody may be there any more when it fails.
  ended.catch(() => undefined);
  let late: NodeJS.Timeout | undefined;
  const waited = new Promise<CheckedSession>((resolve) => {
    late = setTimeout(resolve, Math.max(0, until - performance.now()), checked);
  });
  return Promise.race([ended, waited]).finally(() => clearTimeout(late));
}

/** Looks at a session where nobody else does. What was just proven is not looked at again, but for which request tells it from none. */
export async function lookIfFree(looker: Looker, id: string): Promise<void> {
  const { vault, clock = Date.now } = looker;
  const input: LookInput = { id, max_age_seconds: JUST_NOW, learns: true };
  const taken = await vault.takeCheck(input, clock());
  if (taken.kind === 'taken') await lookToItsEnd(looker, taken, clock);
}

async function lookToItsEnd(looker: Looker, taken: TakenCheck, clock: () => number): Promise<CheckedSession> {
  const end = await look(looker, taken, clock);
  const checked = await looker.vault.endCheck(end);
  if (end.looked?.answer === 'out') await looker.onOver().catch(() => undefined);
  return checked;
}

async function look({ browser }: Looker, taken: TakenCheck, clock: () => number): Promise<CheckEnd> {
  const { agent_id, lease, version, domain, proxy, identity, ways } = taken;
  const asker: Asker = { way: wayOutOf(domain, proxy), identity, clock };
  const end = { agent_id, lease, version };
  if (ways.probe !== null && taken.inconclusive < MANY_INCONCLUSIVE) {
    const found = await ask(asker, ways.probe, taken);
    const why = found.looked?.why;
    if (why !== 'token_over' && why !== 'unlike_both') return { ...end, ...found };
    // Only a page of the site can renew a token: the request tells again then. What is answered neither to members nor to strangers is often what the site
    // says to a session that was one.
    const seen = await browser({ ...taken, session: found.session ?? taken.session }, ways);
    if (seen.looked?.why === 'no_page') return { ...end, ...found, ways: null };
    const after = seen.looked?.answer === 'in' && found.ways !== null ? found.ways : seen.ways;
    return { ...end, ...seen, session: seen.session ?? found.session, ways: why === 'token_over' ? null : after };
  }
  const mayLearn = ways.probe === null && ways.requests.length > 0;
  // Of a session that is over a site may still know whose it was: what tells that one from none says nothing of one that works.
  const first = mayLearn && !taken.is_known ? await browser(taken, ways) : null;
  if (first !== null && first.looked?.answer !== 'in') return { ...end, ...first };
  const session = first?.session ?? taken.session;
  const learned = mayLearn ? await learn(asker, { ...taken, session }) : null;
  const now = learned?.ways ?? ways;
  const after = learned?.session ?? first?.session ?? null;
  if (learned !== null && !now.is_doubtful)
    return { ...end, ...learned, looked: learned.looked ?? first?.looked ?? null, session: after };
  const seen = await browser({ ...taken, session: after ?? taken.session }, now);
  if (seen.looked?.why === 'no_page' && ways.probe !== null)
    return { ...end, ...(await ask(asker, ways.probe, taken)), ways: null };
  const settled = now.is_doubtful ? withoutDoubt(now, seen.looked?.answer, clock()) : null;
  return { ...end, ...seen, session: seen.session ?? after, ways: settled ?? seen.ways ?? learned?.ways ?? null };
}

/** @returns null where the doubt remains */
function withoutDoubt(ways: WaysToLook, answer: CheckAnswer | undefined, now: number): WaysToLook | null {
  if (answer === 'in') return { ...ways, is_doubtful: false };
  if (answer !== 'out') return null;
  return {
    ...ways,
    is_doubtful: false,
    browser_only: true,
    refused: { at: now, times: (ways.refused?.times ?? 0) + 1 },
  };
}

/** A request that told the session from none has told as well that it works. */
async function learn(asker: Asker, { ways, session }: TakenCheck): Promise<Found> {
  const { probe, second, left, session: after, is_doubtful } = await learnProbe(asker, ways, session);
  const looked: Looked | null = probe && { answer: 'in', why: 'as_member', by: 'probe' };
  const hasChanged = hasOtherValues(session.storage_state.cookies, after.storage_state.cookies);
  const changes = ways.changes || (probe !== null && hasChanged);
  // A session that two requests were answered for is not ended by them.
  const { refused, ...others } = ways;
  const still = probe === null && refused ? { refused } : {};
  const learned = { ...others, ...still, probe, second, requests: left, changes, is_doubtful };
  return { looked, session: after === session ? null : after, ways: learned };
}

/** By the request that was learned, and by the second one where there is one: by turns where the site changes the session with each use. */
async function ask(asker: Asker, probe: Probe, taken: TakenCheck): Promise<Found> {
  const { second = null, changes } = taken.ways;
  if (second === null) return lookWith(asker, probe, taken);
  const asked = lookWith(asker, probe, taken);
  const before = changes ? ((await asked).session ?? taken.session) : taken.session;
  const [one, other] = await Promise.all([asked, lookWith(asker, second, { ...taken, session: before })]);
  const session = (changes ? other.session : null) ?? one.session ?? other.session;
  if (one.looked?.answer !== 'in' || !isAtOdds(other)) return { ...one, session };
  // One of them is wrong: a browser tells which, and where that sees the session work, the second one says nothing of it.
  return {
    looked: { answer: 'inconclusive', why: 'unlike_both', by: 'probe' },
    session,
    ways: { ...taken.ways, second: null },
  };
}

/** Whether a request was answered, and not as a member's. */
const isAtOdds = ({ looked }: Found): boolean =>
  looked?.answer === 'out' || looked?.why === 'unlike_both' || looked?.why === 'token_over';

async function lookWith(asker: Asker, probe: Probe, taken: TakenCheck): Promise<Found> {
  const found = (looked: Omit<Looked, 'by'>, session: Found['session'] = null): Found => ({
    looked: { ...looked, by: 'probe' },
    session,
    ways: null,
  });
  try {
    const answered = await askWith(asker, probe.request, taken.session, ANSWER_MS);
    if (answered === null) return found({ answer: 'inconclusive', why: 'token_over' });
    const { retryAfter } = answered.answer;
    const wait = retryAfter === null ? {} : { retry_after: retryAfter };
    const { verdict, last } = await toldApart(asker, probe, await confirmed(asker, probe, taken.session, answered));
    if (verdict.answer === 'out' && mayRenew(probe, taken, asker.clock()))
      return found({ answer: 'inconclusive', why: 'token_over' });
    // What a site gives to somebody it does not know is not part of the session.
    const isOwn = verdict.answer !== 'out' && isSameHead(probe.member, last.answer);
    return found({ ...verdict, ...wait }, isOwn && last.session !== taken.session ? last.session : null);
  } catch (error) {
    if (!(error instanceof NotReached)) throw error;
    return found({ answer: 'inconclusive', why: 'not_reached' });
  }
}

/** Whether a page of the site could still renew what this request was refused for. */
function mayRenew({ request }: Probe, { session }: TakenCheck, now: number): boolean {
  const url = new URL(request.url);
  if (hasRunOut(session.storage_state.cookies, url, now) && canRefresh(session, url.origin)) return true;
  return request.values.some(({ from, at }) => from !== 'cookie' && canRefresh(session, at));
}
