import { VAULT_SUBJECT } from '../../../contract/index.js';
import type { VaultContext } from '../context.js';
import { newId } from '../store/ids.js';
import { inTransaction } from '../store/transaction.js';
import { makeSealingKey } from './make-key.js';

const HOUR = 3_600_000;
/** Published for a day, */
const PUBLISHED_FOR = 24 * HOUR;
/** good for a caller that fetched it at the end of that day, */
const SEALABLE_FOR = 36 * HOUR;
/** and gone a day after the next one took its place, when no call can be waiting any more. */
const KEPT_FOR = 48 * HOUR;

/** The vault's sealing key of today. See `Vault.publishVaultKey`. */
export function publishVaultKey(ctx: VaultContext): Promise<string> {
  return inTransaction(ctx.db, async (db) => {
    const now = ctx.clock();
    const current = await db
      .selectFrom('sealing_keys')
      .select('published')
      .where('subject', '=', VAULT_SUBJECT)
      .where('created_at', '>', now - PUBLISHED_FOR)
      .where('created_at', '<=', now)
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (current !== undefined) return current.published;
    return makeSealingKey(ctx, db, {
      subject: VAULT_SUBJECT,
      kid: newId('vk'),
      notAfter: now + SEALABLE_FOR,
      deleteAt: now + KEPT_FOR,
    });
  });
}
