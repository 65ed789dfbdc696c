import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import { rowsOfTrace } from './rows.js';

const KEPT_FOR = 30 * 24 * 3_600_000;

/** Deletes what is too old, and with the last of an invocation its key. */
export async function sweepTrace(ctx: VaultContext, db: Db): Promise<void> {
  const isOld = ['written_at', '<=', ctx.clock() - KEPT_FOR] as const;
  const invocations = await db
    .selectFrom('trace')
    .select('invocation_id')
    .distinct()
    .where(...isOld)
    .execute();
  await db
    .deleteFrom('trace')
    .where(...isOld)
    .execute();
  for (const { invocation_id: id } of invocations)
    if ((await rowsOfTrace(db, id)).length === 0) await ctx.records.forget(db, { table: 'trace', id });
}
