/** What may still run in Temporal though the vault is done with it. */
import type { VaultContext } from '../context.js';
import { type Db, inTransaction } from '../store/transaction.js';

/** A login that has just ended says so before its workflow ends. Ms. */
const JUST_NOW_MS = 600_000;
/** Longer than anybody goes back with a backup. Ms. */
const KEPT_FOR_MS = 400 * 86_400_000;

export async function rememberDeleted(ctx: VaultContext, db: Db, agent_id: string): Promise<void> {
  const deleted = { deleted_at: ctx.clock() };
  await db
    .insertInto('deleted_agents')
    .values({ agent_id, ...deleted })
    .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(deleted))
    .execute();
}

/**
 * See `ComparisonVault.deletedAmong`. An agent that the vault merely does not know is none: the vault may be a new one, or an older backup. One that is
 * granted anew is in the index.
 */
export const deletedAmong = (ctx: VaultContext, agentIds: readonly string[]): Promise<string[]> =>
  inTransaction(ctx.db, async (db) => {
    const ids = ['', ...agentIds];
    const granted = await db.selectFrom('agents').select('id').where('id', 'in', ids).execute();
    const deleted = await db.selectFrom('deleted_agents').select('agent_id').where('agent_id', 'in', ids).execute();
    const there = new Set(granted.map(({ id }) => id));
    return deleted.map(({ agent_id }) => agent_id).filter((id) => !there.has(id));
  });

/** See `ComparisonVault.endedAmong`. */
export const endedAmong = (ctx: VaultContext, invocationIds: readonly string[]): Promise<string[]> =>
  inTransaction(ctx.db, async (db) => {
    const rows = await db
      .selectFrom('invocations')
      .select('id')
      .where('id', 'in', ['', ...invocationIds])
      .where('ended_at', '<=', ctx.clock() - JUST_NOW_MS)
      .execute();
    return rows.map(({ id }) => id);
  });

export async function sweepDeleted(ctx: VaultContext, db: Db): Promise<void> {
  await db
    .deleteFrom('deleted_agents')
    .where('deleted_at', '<=', ctx.clock() - KEPT_FOR_MS)
    .execute();
}
