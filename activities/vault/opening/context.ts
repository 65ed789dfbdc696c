import { createAccessKey } from '../access-keys/create.js';
import type { VaultContext } from '../context.js';
import { createFingerprint } from '../crypto/fingerprint.js';
import type { Records } from '../crypto/records.js';
import { loadVaultSecrets } from '../crypto/vault-secrets.js';
import { replaceFile } from '../state-folder/files.js';
import type { Database, Db } from '../store/transaction.js';
import type { OpenOptions } from './opened.js';

/**
 * The first access key goes to its file before the transaction that knows it ends: a crash in between leaves a vault that has none
 * yet, and the next start makes another.
 */
async function makeFirstAccessKey(ctx: VaultContext, db: Db, path: string): Promise<void> {
  const any = await db.selectFrom('access_keys').select('id').limit(1).executeTakeFirst();
  if (any !== undefined) return;
  const { access_key } = await createAccessKey(ctx, db, { name: 'first', scopes: ['admin'] });
  await replaceFile(path, `${access_key}\n`);
}

/** Loads what the vault works with, or makes it in a new one, in the transaction in which it is opened. */
export async function loadContext(
  database: Database,
  db: Db,
  records: Records,
  accessKeyFile: string,
  { clock, ceilings, circuit, loginsPerSite, connections }: OpenOptions,
): Promise<VaultContext> {
  const { identity, fingerprintKey } = await loadVaultSecrets(db, records);
  const fingerprint = createFingerprint(fingerprintKey);
  const ctx = { db: database, records, identity, fingerprint, clock, ceilings, circuit, loginsPerSite, connections };
  await makeFirstAccessKey(ctx, db, accessKeyFile);
  return ctx;
}
