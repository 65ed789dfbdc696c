/**
 * Whom a change concerns is written down with the change itself, and stays until the agent has heard of it: whoever was to tell it may die in
 * between.
 */
import type { LostLogin } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import type { CredentialRow } from '../credentials/find.js';
import { newId } from '../store/ids.js';
import type { Db } from '../store/transaction.js';

export async function markAgents(ctx: VaultContext, db: Db, agentIds: readonly string[]): Promise<void> {
  for (const agent_id of [...new Set(agentIds)].sort()) {
    const now = { change: newId('chg'), at: ctx.clock() };
    await db
      .insertInto('agent_changes')
      .values({ agent_id, ...now })
      .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(now))
      .execute();
  }
}

/** An agent whose login was lost hears of that. One that was to renew a session counts more than one that somebody waited for. */
export async function markLost(ctx: VaultContext, db: Db, agentId: string, lost: LostLogin): Promise<void> {
  await markAgents(ctx, db, [agentId]);
  let mark = db.updateTable('agent_changes').set({ lost }).where('agent_id', '=', agentId);
  if (lost === 'ended') mark = mark.where('lost', 'is', null);
  await mark.execute();
}

/** Agents that use a credential. */
export async function markLinked(
  ctx: VaultContext,
  db: Db,
  { id }: Pick<CredentialRow, 'id'>,
  except: string | null = null,
): Promise<void> {
  const agents = await db.selectFrom('agents').select('id').where('credential_id', '=', id).execute();
  await markAgents(
    ctx,
    db,
    agents.map((agent) => agent.id).filter((agent) => agent !== except),
  );
}
