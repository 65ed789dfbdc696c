import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckedSession, CheckInput } from '../../contract/session-check.js';
import { wayOutOf } from '../browser/index.js';
import type { CheckEnd, CheckVault, TakenCheck } from '../vault/check.js';
import { NotReached } from './ask.js';
import { hasRunOut } from './cookies.js';
import { askWith } from './prober.js';
import { canRefresh } from './values.js';
import { judgeAnswer } from './verdict.js';

/** Who asks does not wait longer. */
const ANSWER_MS = 5_000;
/** How soon who waits for somebody else's look asks for its result. */
const AGAIN_MS = 50;

/**
 * Whether the session of an agent still works: by what is known where that is new enough, else by one request. Of many who ask at once one
 * looks, and all get its answer.
 * @returns `verified: false` where nobody could tell within five seconds
 * @throws AgentAuthError `agent_not_found`
 */
export async function checkSession(
  vault: CheckVault,
  input: CheckInput,
  clock: () => number = Date.now,
): Promise<CheckedSession> {
  const since = clock();
  let taken = await vault.takeCheck(input, since);
  while (taken.kind === 'busy' && clock() < since + ANSWER_MS) {
    await sleep(AGAIN_MS);
    taken = await vault.takeCheck(input, since);
  }
  return taken.kind === 'taken' ? vault.endCheck(await look(taken, clock)) : taken.checked;
}

async function look(taken: TakenCheck, clock: () => number): Promise<CheckEnd> {
  const { agent_id, lease, version, domain, proxy, identity, probe, session } = taken;
  const end = { agent_id, lease, version, session: null };
  try {
    const asker = { way: wayOutOf(domain, proxy), identity, clock };
    const answered = await askWith(asker, probe.request, session, ANSWER_MS);
    if (answered === null) return { ...end, answer: 'inconclusive', why: 'token_over' };
    const verdict = judgeAnswer(probe, answered.answer);
    if (verdict.answer === 'out' && mayRenew(taken, clock()))
      return { ...end, answer: 'inconclusive', why: 'token_over' };
    // What a site gives to whom it takes for a stranger is no part of the session.
    const after = verdict.answer === 'in' && answered.session !== session ? answered.session : null;
    return { ...end, ...verdict, session: after };
  } catch (error) {
    if (!(error instanceof NotReached)) throw error;
    return { ...end, answer: 'inconclusive', why: 'not_reached' };
  }
}

/** Whether a page of the site could still renew what this request was refused for. */
function mayRenew({ probe: { request }, session }: TakenCheck, now: number): boolean {
  const url = new URL(request.url);
  if (hasRunOut(session.storage_state.cookies, url, now) && canRefresh(session, url.origin)) return true;
  return request.values.some(({ from, at }) => from !== 'cookie' && canRefresh(session, at));
}
