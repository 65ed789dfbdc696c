/** Which time steps were handed out. RFC 6238 section 5.2: a verifier must not accept a code twice, so none is offered twice. */
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import { stepAt } from './generate.js';
import type { TotpSecret } from './secret.js';

/** Credentials that share a secret share its steps; so do ones that differ in digits or hash, to be safe. */
export const secretFingerprint = (ctx: VaultContext, { bytes, period }: TotpSecret): string =>
  ctx.fingerprint('totp', Buffer.from(bytes).toString('base64url'), period);

/**
 * The last used step that stands in the way of `step`: it, or one after it, for sites take no code of before the last one. One that lies
 * more than a step ahead of our own clock was handed out by the clock of a site: it stays used, but other logins don't wait for it.
 * Null: `step` is free.
 */
export async function usedFrom(ctx: VaultContext, db: Db, totp: TotpSecret, step: number): Promise<number | null> {
  const row = await db
    .selectFrom('totp_steps')
    .select('step')
    .where('fingerprint', '=', secretFingerprint(ctx, totp))
    .where('step', '>=', step)
    .where('step', '<=', Math.max(step, stepAt(totp, ctx.clock()) + 1))
    .orderBy('step', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.step ?? null;
}

/** Marks a step as used. */
export async function useStep(ctx: VaultContext, db: Db, totp: TotpSecret, step: number): Promise<void> {
  await db
    .insertInto('totp_steps')
    .values({ fingerprint: secretFingerprint(ctx, totp), step, claimed_at: ctx.clock() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
