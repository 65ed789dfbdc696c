import { AgentAuthError } from '../../../contract/errors.js';
import type { HeardChange } from '../../../contract/steps.js';
import { hasSession } from '../agents/has-session.js';
import { isFoundOver } from '../checks/found-over.js';
import type { VaultContext } from '../context.js';
import { heardOfDue } from '../lifetimes/due.js';
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

/** Forgets what an agent that does not run was to hear: it reads everything when it begins. */
export const forgetChange = (ctx: VaultContext, agentId: string): Promise<void> =>
  inTransaction(ctx.db, (db) => drop(db, agentId));

export async function drop(db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('agent_changes').where('agent_id', '=', agentId).execute();
}

/** See `WorkflowVault.hearChange`. */
export async function hearChange(
  ctx: VaultContext,
  { id, heard }: { readonly id: string; readonly heard: string | null },
  callerId: string,
): Promise<HeardChange> {
  const change = await inTransaction(ctx.db, async (db) => {
    if (id !== callerId) throw new AgentAuthError('agent_not_found');
    if (heard !== null)
      await db.deleteFrom('agent_changes').where('agent_id', '=', id).where('change', '=', heard).execute();
    const row = await db.selectFrom('agent_changes').select('change').where('agent_id', '=', id).executeTakeFirst();
    return row?.change ?? null;
  });
  // Read after the change, so that it is of now.
  const has_session = await hasSession(ctx, id);
  if (has_session) return { change, has_session, ...(await heardOfDue(ctx, id)) };
  return { change, has_session, ...((await isFoundOver(ctx, id)) ? { is_over: true } : {}) };
}
