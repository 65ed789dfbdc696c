/** A local activity can run twice. Its write is recorded in its own transaction, with what it answered. */
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import type { Db } from '../store/transaction.js';

const at = (callId: string): FieldRef => ({ table: 'vault_calls', id: callId, field: 'result', version: 1 });

/** Answers as before when this call was carried out already; carries it out and records it otherwise. */
export async function onceFor<T>(
  ctx: VaultContext,
  db: Db,
  call: { readonly id: string; readonly op: string },
  run: () => Promise<T>,
): Promise<T> {
  const { id, op } = call;
  const before = await db
    .selectFrom('vault_calls')
    .select('result')
    .where('id', '=', id)
    .where('op', '=', op)
    .executeTakeFirst();
  if (before !== undefined) return JSON.parse((await ctx.records.open(db, at(id), before.result)).toString());
  const result = await run();
  const sealed = await ctx.records.seal(db, at(id), JSON.stringify(result));
  await db.insertInto('vault_calls').values({ id, op, result: sealed, created_at: ctx.clock() }).execute();
  return result;
}
