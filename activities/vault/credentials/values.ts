/** The stored values of a credential. Each has a version of its own: what was refused is that version. */
import { isIdentifier } from '../../../contract/value-kinds.js';
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import type { Db } from '../store/transaction.js';

const at = (credential_id: string, key: string, version: number): FieldRef => ({
  table: 'credentials',
  id: credential_id,
  field: `values.${key}`,
  version,
});

/** Keys in order. */
export async function valueKeys(db: Db, credentialId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('credential_values')
    .select('key')
    .where('credential_id', '=', credentialId)
    .orderBy('key')
    .execute();
  return rows.map(({ key }) => key);
}

export async function refusedKeys(db: Db, credentialId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('credential_values')
    .select('key')
    .where('credential_id', '=', credentialId)
    .where('refused', '=', 1)
    .orderBy('key')
    .execute();
  return rows.map(({ key }) => key);
}

const findValue = (db: Db, credentialId: string, key: string) =>
  db
    .selectFrom('credential_values')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .where('key', '=', key)
    .executeTakeFirst();

/** @returns null when there is none of that key */
export async function openValue(ctx: VaultContext, db: Db, credentialId: string, key: string): Promise<string | null> {
  const row = await findValue(db, credentialId, key);
  if (row === undefined) return null;
  return (await ctx.records.open(db, at(credentialId, key, row.version), row.sealed)).toString();
}

/** @returns null when there is none of that key */
export async function valueVersion(db: Db, credentialId: string, key: string): Promise<number | null> {
  return (await findValue(db, credentialId, key))?.version ?? null;
}

/** Marks a value as refused, unless it has changed since `version`. */
export async function markRefused(db: Db, credentialId: string, key: string, version: number): Promise<void> {
  await db
    .updateTable('credential_values')
    .set({ refused: 1 })
    .where('credential_id', '=', credentialId)
    .where('key', '=', key)
    .where('version', '=', version)
    .execute();
}

/** Secrets that were refused with another name than that of now may be right. */
export async function pardonSecrets(db: Db, credentialId: string): Promise<void> {
  for (const key of (await refusedKeys(db, credentialId)).filter((each) => !isIdentifier(each)))
    await db
      .updateTable('credential_values')
      .set({ refused: 0 })
      .where('credential_id', '=', credentialId)
      .where('key', '=', key)
      .execute();
}

/**
 * Adds and overwrites values. The same value again is no change: a refused one stays refused.
 * @returns whether anything changed
 */
export async function mergeValues(
  ctx: VaultContext,
  db: Db,
  credential: { readonly id: string; readonly version: number },
  values: Readonly<Record<string, string>>,
): Promise<boolean> {
  let changed = false;
  for (const [key, value] of Object.entries(values)) {
    if ((await openValue(ctx, db, credential.id, key)) === value) continue;
    await removeValue(db, credential.id, key);
    const { version } = credential;
    await db
      .insertInto('credential_values')
      .values({
        credential_id: credential.id,
        key,
        version,
        sealed: await ctx.records.seal(db, at(credential.id, key, version), value),
        refused: 0,
      })
      .execute();
    changed = true;
  }
  return changed;
}

/** @returns whether there was one */
export async function removeValue(db: Db, credentialId: string, key: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('credential_values')
    .where('credential_id', '=', credentialId)
    .where('key', '=', key)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
