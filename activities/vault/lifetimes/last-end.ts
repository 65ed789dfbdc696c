/** Why an agent's last session ended: kept until the next one ends, so that somebody can ask on the day after. */
import type { LastSessionEnd, SessionEndCause } from '../../../contract/agent/session-lifetime.js';
import type { VaultContext } from '../context.js';
import type { Milliseconds } from '../store/columns.js';
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

/** Columns beside an agent; null where none has ended, as far as is kept. */
export interface LastEndColumns {
  readonly last_end_at: Milliseconds | null;
  readonly last_end_cause: SessionEndCause | null;
}

export const shownEnd = ({ last_end_at: at, last_end_cause: cause }: LastEndColumns): LastSessionEnd | null =>
  at === null || cause === null ? null : { at: toText(at), cause };

export async function forgetEnd(db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('session_ends').where('agent_id', '=', agentId).execute();
}
