import type { SaveResult } from '../../../contract/steps.js';
import { PageLost } from '../../browser/index.js';
import type { LoginContext } from '../context.js';
import { leaveArtefact } from '../evidence/artefact.js';
import { failed } from '../judge/outcome.js';
import { askedIn } from '../judge/walls.js';
import { wrongAccount } from '../judge/wrong-account.js';
import type { Login } from '../login.js';
import { unlessDead } from '../open/unless-stale.js';
import { findWayIn } from '../open/way-in.js';
import { noteWait } from '../read/note-wait.js';
import { settle } from '../read/settle.js';
import { forget, learn } from '../recipes/learn.js';
import { goOnAt } from './go-on-at.js';
import { proveSession } from './prove-session.js';
import { saveProved } from './save.js';

/**
 * Saves the session, but only after it was shown to be logged in. Where the proof finds a step of the login, the login goes on there.
 * @throws PageLost
 */
export async function saveSession(context: LoginContext, login: Login): Promise<SaveResult> {
  await settle(context, login.live.page, login.network, context.timeouts.settleMs);
  const proof = await proveSession(context, login);
  context.note({ stage: 'session', rule: 'proved', reason: PROOFS[proof.kind], facts: {} });
  if (proof.kind === 'step_left') return { kind: 'step_left', outcome: await goOnAt(context, login, proof.visit) };
  if (proof.kind === 'ended_by_visit') {
    await context.vault.noteSingleVisit(login.ref);
    login.singleVisit = true;
    return { kind: 'step_left', outcome: await goOnAt(context, login, proof.visit) };
  }
  if (proof.kind === 'wrong_account')
    return { kind: 'step_left', outcome: await wrongAccount(context, login, proof.words) };
  if (proof.kind === 'no_session') {
    await forget(context, login);
    const asked = askedIn(proof.asked);
    if (asked?.kind === 'failed')
      return { kind: 'step_left', outcome: await failed(context, login, asked.code, asked.words) };
    // Neither the values nor the session are to blame: it is tried again when the site wants it.
    if (proof.isLimited) {
      await noteWait(context, login);
      return { kind: 'step_left', outcome: await failed(context, login, 'rate_limited', null) };
    }
    const again = proof.isTurnedAway ? await unlessDead(context, login, findWayIn) : null;
    if (again !== null) return { kind: 'step_left', outcome: again };
    // Nothing lets this browser in: what looked like a notice over the page behind the login has to be answered first.
    if (login.dialog !== null)
      return { kind: 'step_left', outcome: await failed(context, login, 'identity_check', login.dialog) };
    return { kind: 'not_kept', artefact: await leaveArtefact(context, login) };
  }
  const saved = await saveProved(context, login, proof.proved);
  if (saved === null) {
    // It has to load again what somebody else has made of it meanwhile.
    await context.pages.close(login.live.id);
    throw new PageLost();
  }
  await learn(context, login, proof.proved);
  return saved;
}

const PROOFS = {
  proved: 'still_signed_in',
  step_left: 'step_left',
  ended_by_visit: 'single_visit',
  wrong_account: 'other_account',
  no_session: 'no_session',
} as const;
