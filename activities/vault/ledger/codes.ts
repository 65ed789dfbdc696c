/** One-time codes: two refused in a row stop those of their secret. */
import type { VaultContext } from '../context.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import { secretFingerprint } from '../totp/ledger.js';
import { openTotp, totpOf } from '../totp/stored.js';

const IN_A_ROW = 2;

/** Fingerprint of a credential's TOTP secret; null when it has none. */
export async function codesOf(ctx: VaultContext, db: Db, credentialId: string | null): Promise<string | null> {
  const totp = credentialId === null ? null : await openTotp(ctx, db, credentialId);
  return totp === null ? null : secretFingerprint(ctx, totp);
}

/** Fingerprint of the secret that an agent's logins make codes of; null when there is none. */
export async function codesOfAgent(
  ctx: VaultContext,
  db: Db,
  agent: Pick<AgentsTable, 'id' | 'credential_id'>,
): Promise<string | null> {
  const totp = await totpOf(ctx, db, agent);
  return totp === null ? null : secretFingerprint(ctx, totp);
}

/** @param totp fingerprint of the secret */
export async function areCodesStopped(db: Db, totp: string | null): Promise<boolean> {
  if (totp === null) return false;
  const last = await db
    .selectFrom('submissions')
    .select('code')
    .where('totp', '=', totp)
    .where('code', 'is not', null)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(IN_A_ROW)
    .execute();
  return last.length === IN_A_ROW && last.every(({ code }) => code === 'refused');
}

/** Whether the last code of any secret may have been refused. */
export async function areAnyCodesRefused(db: Db): Promise<boolean> {
  const refused = db.selectFrom('submissions').select('id').where('totp', 'is not', null).where('code', '=', 'refused');
  return (await refused.limit(1).executeTakeFirst()) !== undefined;
}

export async function forgetCodes(db: Db, totp: string | null): Promise<void> {
  if (totp !== null) await db.updateTable('submissions').set({ code: null }).where('totp', '=', totp).execute();
}
