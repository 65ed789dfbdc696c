import { hasCode } from '../../../contract/errors/has-code.js';
import { authorize } from '../access-keys/authorize.js';
import { createAccessKey } from '../access-keys/create.js';
import type { VaultContext } from '../context.js';
import { createFingerprint } from '../crypto/fingerprint.js';
import type { Records } from '../crypto/records.js';
import { loadVaultSecrets } from '../crypto/vault-secrets.js';
import { dropPending, keepPending, readPending, writePending } from '../state-folder/pending.js';
import { type Database, type Db, inTransaction } from '../store/transaction.js';
import type { OpenOptions } from './opened.js';

/** The first access key is on disk before the transaction that knows it ends. Its place it takes afterwards: see `keepFirstAccessKey`. */
async function makeFirstAccessKey(ctx: VaultContext, db: Db, path: string): Promise<void> {
  const any = await db.selectFrom('access_keys').select('id').limit(1).executeTakeFirst();
  if (any !== undefined) return;
  const { access_key } = await createAccessKey(ctx, db, { name: 'first', scopes: ['admin'] });
  await writePending(path, `${access_key}\n`);
}

/** After the transaction. What another try has written, or one that a crash has cut, nobody knows. */
export async function keepFirstAccessKey(database: Database, path: string): Promise<void> {
  const text = await readPending(path);
  if (text === null) return;
  const isKnown = await inTransaction(database, (db) =>
    authorize(db, text.trim()).then(
      () => true,
      (error: unknown) => {
        if (hasCode(error, 'unauthorized')) return false;
        throw error;
      },
    ),
  );
  await (isKnown ? keepPending : dropPending)(path);
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
