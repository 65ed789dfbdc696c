/** Why an agent's last session ended: kept until the next one ends, so that somebody can ask on the day after. */
import type { LastSessionEnd, SessionEndCause } from '../../../contract/session-lifetime.js';
import type { VaultContext } from '../context.js';
import { toText } from '../store/times.js';
import type { Db } from '../store/transaction.js';

export async function noteCause(ctx: VaultContext, db: Db, agentId: string, cause: SessionEndCause): Promise<void> {
  const end = { at: ctx.clock(), cause };
  await db
    .insertInto('session_ends')
    .values({ agent_id: agentId, ...end })
    .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(end))
    .execute();
}

/** Null where none has ended, as far as is kept. */
export async function lastEndOf(db: Db, agentId: string): Promise<LastSessionEnd | null> {
  const row = await db.selectFrom('session_ends').selectAll().where('agent_id', '=', agentId).executeTakeFirst();
  return row === undefined ? null : { at: toText(Number(row.at)), cause: row.cause };
}

export async function forgetEnd(db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('session_ends').where('agent_id', '=', agentId).execute();
}
