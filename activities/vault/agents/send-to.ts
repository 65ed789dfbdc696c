/** Sign-in services that a site's own scripts send secrets to: a person is asked, and a yes becomes part of the agent's grant. */
import { isSignInService, sendToAnswer } from '../../../contract/invocation/send-to.js';
import type { LoginRef } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { mayChooseIn } from '../invocations/entitlement.js';
import { findRunning } from '../invocations/find.js';
import { forgetLoginRecords, keepLoginRecord, loginRecords } from '../invocations/login-records.js';
import { answersIn } from '../ledger/account.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { GivenChoice, SendToDecision } from '../types.js';
import { findAgent } from './find.js';

const ASKED = 'send-to:';

const sendToOf = async (db: Db, agentId: string): Promise<string[]> =>
  JSON.parse((await findAgent(db, agentId)).send_to);

/** See `LoginVault.askSendTo`. */
export function askSendTo(ctx: VaultContext, ref: LoginRef, host: string): Promise<boolean> {
  return inTransaction(ctx.db, async (db) => {
    const { id, agent_id, type } = await findRunning(db, ref);
    const isAttended = type === 'login' || (await answersIn(db, id)) > 0;
    // Where the host is allowed already, what was kept from it is not for it, whatever a person says.
    if (!isAttended || !isSignInService(host) || (await sendToOf(db, agent_id)).includes(host)) return false;
    await keepLoginRecord(ctx, db, id, ASKED + host, host);
    return true;
  });
}

/** See `LoginVault.decideSendTo`. */
export function decideSendTo(ctx: VaultContext, given: GivenChoice): Promise<SendToDecision> {
  const answer = 'sign_in_option' in given.choice ? sendToAnswer(given.choice.sign_in_option) : null;
  return inTransaction(ctx.db, async (db): Promise<SendToDecision> => {
    const { id, agent_id } = await findRunning(db, given);
    const asked = answer === null ? [] : await loginRecords(ctx, db, id, ASKED + answer.host);
    if (answer === null || asked.length === 0) return 'not_asked';
    if (!(await mayChooseIn(ctx, db, given))) return 'not_entitled';
    if (!answer.allows) return 'denied';
    const hosts = await sendToOf(db, agent_id);
    const send_to = JSON.stringify([...new Set([...hosts, answer.host])]);
    await db.updateTable('agents').set({ send_to, updated_at: ctx.clock() }).where('id', '=', agent_id).execute();
    return 'allowed';
  });
}

export const forgetSendToAsked = (ctx: VaultContext, db: Db, invocationId: string): Promise<void> =>
  forgetLoginRecords(ctx, db, invocationId, ASKED);
