import type { VaultContext } from '../../lib/context.js';
import type { Db } from '../../lib/database/transaction.js';

/** Fingerprint of a value in a field of an account: the same value elsewhere looks different. */
export const refusalFingerprint = (ctx: VaultContext, account: string, field: string, value: string): string =>
  ctx.fingerprint('refused', account, field, value);

export async function rememberRefusal(ctx: VaultContext, db: Db, account: string, fingerprint: string): Promise<void> {
  await db
    .insertInto('refused_values')
    .values({ account, fingerprint, refused_at: ctx.clock() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function isRefused(db: Db, account: string, fingerprint: string): Promise<boolean> {
  const row = await db
    .selectFrom('refused_values')
    .select('refused_at')
    .where('account', '=', account)
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  return row !== undefined;
}

export async function forgetRefusals(db: Db, account: string): Promise<void> {
  await db.deleteFrom('refused_values').where('account', '=', account).execute();
}
