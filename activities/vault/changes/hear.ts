import { AgentAuthError } from '../../../contract/errors/errors.js';
import type { HeardChange } from '../../../contract/steps.js';
import { knownSession } from '../agents/known-session.js';
import { isFoundOver } from '../checks/found-over.js';
import type { VaultContext } from '../context.js';
import { heardOfDue } from '../lifetimes/due.js';
import { mayRenew, renewed } from '../providers/changes.js';
import { isUnanswered } from '../reauth/wait.js';
import { type Db, inTransaction } from '../store/transaction.js';

/** More wait for the next round. */
const AT_ONCE = 200;

/** Agents that have yet to hear of a change, those that have waited longest first. */
export const changedAgents = (ctx: VaultContext): Promise<string[]> =>
  inTransaction(ctx.db, async (db) => {
    const rows = await db
      .selectFrom('agent_changes')
      .select('agent_id')
      .orderBy('at')
      .orderBy('agent_id')
      .limit(AT_ONCE)
      .execute();
    return rows.map(({ agent_id }) => agent_id);
  });

/** Forgets what an agent that does not run was to hear: it reads everything when it begins, except that its login was lost. */
export const forgetChange = (ctx: VaultContext, agentId: string): Promise<void> =>
  inTransaction(ctx.db, async (db) => {
    await db.deleteFrom('agent_changes').where('agent_id', '=', agentId).where('lost', 'is', null).execute();
  });

export async function drop(db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('agent_changes').where('agent_id', '=', agentId).execute();
}

/** See `WorkflowVault.hearChange`. */
export async function hearChange(
  ctx: VaultContext,
  { id, heard }: { readonly id: string; readonly heard: string | null },
  callerId: string,
): Promise<HeardChange> {
  const row = await inTransaction(ctx.db, async (db) => {
    if (id !== callerId) throw new AgentAuthError('agent_not_found');
    if (heard !== null) {
      await db.deleteFrom('agent_changes').where('agent_id', '=', id).where('change', '=', heard).execute();
      await renewed(db, id);
    }
    const row = await db
      .selectFrom('agent_changes')
      .select(['change', 'lost'])
      .where('agent_id', '=', id)
      .executeTakeFirst();
    return row && { ...row, waits: await isUnanswered(db, id), renews: await mayRenew(db, id) };
  });
  // Read after the change, so that it is of now.
  const session = await knownSession(ctx, id);
  const is_over = session === null && (await isFoundOver(ctx, id));
  return {
    change: row?.change ?? null,
    has_session: session !== null,
    ...(is_over ? { is_over } : {}),
    ...(session === null ? {} : { session, ...(await heardOfDue(ctx, id)) }),
    ...(row?.waits ? { may_be_answered: true } : {}),
    ...(row?.renews ? { renews: true } : {}),
    ...(row?.lost ? { lost: row.lost } : {}),
  };
}
