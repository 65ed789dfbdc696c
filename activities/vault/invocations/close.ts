import { INVOCATION_ID_PATTERN } from '../../../contract/index.js';
import type { ClosedInvocation, CloseInvocation } from '../../../contract/steps.js';
import { agentsSaving, carryOver, changeAccounts } from '../agents/account-change.js';
import { forgetSendToAsked } from '../agents/send-to.js';
import { settleSite } from '../circuits/settle.js';
import type { VaultContext } from '../context.js';
import { recordEnd } from '../events/login.js';
import { recordStatus } from '../events/session.js';
import { settleEnd } from '../ledger/settle.js';
import { noteClosed } from '../lifetimes/lives.js';
import { neededIn } from '../lifetimes/needed.js';
import { hasOthersSession } from '../profiles/end-others.js';
import { releaseAllOf } from '../profiles/holds.js';
import { unpin } from '../profiles/pins.js';
import { forgetItemChoices } from '../providers/choices.js';
import { endWait } from '../reauth/wait.js';
import { deleteSealingKeys } from '../sealing-keys/delete-keys.js';
import { leaveAllTurns } from '../sites/turns.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { deleteCheckpoint } from './checkpoint.js';
import { readEndDetails, writeEndDetails } from './end-details.js';
import { findInvocation, type InvocationRow } from './find.js';
import { insertInvocation } from './insert.js';
import { forgetTyped } from './known-to.js';
import { revokeLinks } from './links.js';
import { forgetLoginAccount } from './login-account.js';
import { deleteQuestions } from './questions.js';
import { saveGiven } from './save-given.js';
import { goesOn } from './waits.js';

type InvocationRowEnd = Pick<InvocationRow, 'status' | 'error_code'>;

async function deleteKeys(ctx: VaultContext, db: Db, invocationId: string): Promise<void> {
  const keys = await db.selectFrom('sealing_keys').select('kid').where('subject', '=', invocationId).execute();
  await deleteSealingKeys(
    ctx,
    db,
    keys.map(({ kid }) => kid),
  );
}

/** A login that never began ends too: its agent has to read that somewhere. */
async function findOrInsert(ctx: VaultContext, db: Db, input: CloseInvocation): Promise<InvocationRow | undefined> {
  const { invocation_id, auth_agent_id } = input;
  const invocation = await findInvocation(db, invocation_id);
  if (invocation !== undefined || !INVOCATION_ID_PATTERN.test(invocation_id)) return invocation;
  const agent = await db.selectFrom('agents').selectAll().where('id', '=', auth_agent_id).executeTakeFirst();
  if (agent === undefined) return undefined;
  await insertInvocation(ctx, db, agent, {
    invocation_id,
    run_id: null,
    type: 'reauth',
    name: null,
    automatic: true,
  });
  return findInvocation(db, invocation_id);
}

/** A success is one when the vault itself has saved a proven session for it, whatever the workflow says. */
function endOf({ status, error_code }: CloseInvocation, { saved_at }: InvocationRow): InvocationRowEnd {
  const isUnproven = status === 'SUCCESS' && saved_at === null;
  return isUnproven ? { status: 'FAILED', error_code: 'internal_error' } : { status, error_code };
}

const NOTHING: ClosedInvocation = { credential_name: null };

/** What the workflow took for a success, and the vault did not. */
const lostIn = (
  { status }: CloseInvocation,
  ended: Pick<InvocationRow, 'status'> | null,
): Pick<ClosedInvocation, 'session_lost'> =>
  status === 'SUCCESS' && ended?.status !== 'SUCCESS' ? { session_lost: true } : {};

const closedOf = (input: CloseInvocation, row: InvocationRow): ClosedInvocation => ({
  credential_name: row.saved_as,
  ...(row.not_saved === null ? {} : { not_saved: JSON.parse(row.not_saved) }),
  ...lostIn(input, row),
});

/** What was saved names the account of the session that it made; whoever shares the credential may be another one by it. */
async function saveAnswers(ctx: VaultContext, db: Db, input: CloseInvocation): Promise<ClosedInvocation> {
  const { auth_agent_id } = input;
  const others = (await agentsSaving(db, input.save_credential_as)).filter((id) => id !== auth_agent_id);
  return changeAccounts(ctx, db, others, () => carryOver(ctx, db, auth_agent_id, () => saveGiven(ctx, db, input)));
}

/** Saves what is to be saved, deletes the key, writes the end. A repeat changes nothing and answers the same. */
export async function endInvocation(ctx: VaultContext, db: Db, input: CloseInvocation): Promise<ClosedInvocation> {
  const invocation = await findOrInsert(ctx, db, input);
  if (invocation === undefined || invocation.agent_id !== input.auth_agent_id)
    return { ...NOTHING, ...lostIn(input, null) };
  if (invocation.ended_at !== null) return closedOf(input, invocation);

  const ended = endOf(input, invocation);
  const save_credential_as =
    invocation.name_from_workflow === 1 ? input.save_credential_as : invocation.save_credential_as;
  const saved = ended.status === 'SUCCESS' ? await saveAnswers(ctx, db, { ...input, save_credential_as }) : NOTHING;
  await deleteKeys(ctx, db, input.invocation_id);
  await deleteCheckpoint(ctx, db, input.invocation_id);
  await forgetTyped(ctx, db, input.invocation_id);
  await forgetLoginAccount(ctx, db, input.invocation_id);
  await forgetSendToAsked(ctx, db, input.invocation_id);
  await revokeLinks(db, input.invocation_id);
  await forgetItemChoices(ctx, db, input.invocation_id);
  await deleteQuestions(db, input.invocation_id);
  await releaseAllOf(db, input);
  await unpin(db, input.invocation_id);
  await leaveAllTurns(db, input.invocation_id);
  await db
    .updateTable('attempts')
    .set({ state: 'revoked' })
    .where('invocation_id', '=', input.invocation_id)
    .where('state', '=', 'prepared')
    .execute();
  const toSave = {
    saved_as: saved.credential_name,
    not_saved: saved.not_saved === undefined ? null : JSON.stringify(saved.not_saved),
    end_details: ended.status === 'SUCCESS' ? null : writeEndDetails(input),
  };
  await settleEnd(db, input.invocation_id, input.error_code);
  await settleSite(ctx, db, invocation, ended.error_code, ended.status === 'SUCCESS');
  await db
    .updateTable('invocations')
    .set({ ...ended, ...toSave, ended_at: ctx.clock() })
    .where('id', '=', input.invocation_id)
    .execute();
  if (ended.status === 'SUCCESS') {
    await goesOn(ctx, db, invocation);
    await authenticate(ctx, db, invocation);
  }
  await noteClosed(db, input.auth_agent_id, await neededIn(db, invocation, ended));
  await endWait(ctx, db, invocation, ended.status);
  await recordEnd(ctx, db, invocation, ended, readEndDetails(toSave.end_details).stopped);
  return { ...saved, ...lostIn(input, ended) };
}

/**
 * In the same moment the agent has the session: whoever compares what its workflow says finds it here. Unless it is to log in as somebody else
 * since that was saved.
 */
async function authenticate(
  ctx: VaultContext,
  db: Db,
  { agent_id, domain, profile_name, session_expires_at, post_login_url }: InvocationRow,
): Promise<void> {
  if (await hasOthersSession(ctx, db, { id: agent_id, domain, profile_name })) return;
  const now = ctx.clock();
  const before = await db.selectFrom('agents').selectAll().where('id', '=', agent_id).executeTakeFirst();
  if (before !== undefined) await recordStatus(ctx, db, before, 'AUTHENTICATED', { isNew: true, session_expires_at });
  const session = { status: 'AUTHENTICATED', last_auth_at: now, session_expires_at, post_login_url } as const;
  await db
    .updateTable('agents')
    .set({ ...session, updated_at: now })
    .where('id', '=', agent_id)
    .execute();
}

/** Ends an invocation. What people gave to it can't be opened any more, by anyone. */
export async function closeInvocation(ctx: VaultContext, input: CloseInvocation): Promise<ClosedInvocation> {
  const closed = await inTransaction(ctx.db, (db) => endInvocation(ctx, db, input));
  await ctx.db.emptyLog();
  return closed;
}
