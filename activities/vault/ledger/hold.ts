/** From its clearance to its verdict one submission of an account is on its way. Compare-and-set: whoever else writes here, one wins. */
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';

/** From its clearance until it is armed. Ms. */
const CLEARED_MS = 30_000;
/** From then on: longer than a step on a page may take. One that was lost without a word holds its account no longer than this. Ms. */
const ARMED_MS = 180_000;
/** How soon who waits asks again. Ms. */
const ASK_AGAIN_MS = 3_000;

async function take(ctx: VaultContext, db: Db, account: string, holder: string): Promise<boolean> {
  const now = ctx.clock();
  await db
    .insertInto('accounts')
    .values({ account, holder: null, held_until: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { numUpdatedRows } = await db
    .updateTable('accounts')
    .set({ holder, held_until: now + CLEARED_MS })
    .where('account', '=', account)
    .where((eb) => eb.or([eb('holder', 'is', null), eb('holder', '=', holder), eb('held_until', '<=', now)]))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** @returns when to ask again, in ms since the epoch, where another submission of one of the accounts is on its way; null: all are held */
export async function holdAccounts(
  ctx: VaultContext,
  db: Db,
  accounts: readonly string[],
  holder: string,
): Promise<number | null> {
  // In order, so that two that want the same ones never wait for each other.
  for (const account of [...new Set(accounts)].sort()) {
    if (await take(ctx, db, account, holder)) continue;
    await release(db, holder);
    return ctx.clock() + ASK_AGAIN_MS;
  }
  return null;
}

/** @returns false when the hold is over: another submission may be on its way */
export async function keepHold(ctx: VaultContext, db: Db, holder: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('accounts')
    .set({ held_until: ctx.clock() + ARMED_MS })
    .where('holder', '=', holder)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function release(db: Db, holder: string): Promise<void> {
  await db.updateTable('accounts').set({ holder: null }).where('holder', '=', holder).execute();
}
