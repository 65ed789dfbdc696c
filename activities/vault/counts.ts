import type { VaultContext } from './context.js';
import { inTransaction } from './store/transaction.js';
import type { VaultCounts } from './types.js';

const DAY_MS = 86_400_000;

/** See `Vault.counts`. */
export function counts(ctx: VaultContext): Promise<VaultCounts> {
  return inTransaction(ctx.db, async (db) => {
    const waiting = await db
      .selectFrom('invocations')
      .select(({ fn }) => fn.countAll().as('number'))
      .where('ended_at', 'is', null)
      .where('waits_since', 'is not', null)
      .executeTakeFirstOrThrow();
    const ending = await db
      .selectFrom('agents')
      .select(({ fn }) => fn.countAll().as('number'))
      .where('status', '=', 'AUTHENTICATED')
      .where('session_expires_at', '<=', ctx.clock() + DAY_MS)
      .executeTakeFirstOrThrow();
    return { waiting_for_person: Number(waiting.number), sessions_ending: Number(ending.number) };
  });
}
