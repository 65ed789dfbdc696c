/** The stored values of a credential. Each has a version of its own: what was refused is that version. */
import type { Selectable } from 'kysely';
import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import type { CredentialValuesTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';

const at = (credential_id: string, key: string, version: number): FieldRef => ({
  table: 'credentials',
  id: credential_id,
  field: `values.${key}`,
  version,
});

export type StoredValue = Selectable<CredentialValuesTable>;

/** What is stored for many credentials, by their ids, in the order of its keys. Nothing of it is opened. */
export async function valuesOf(
  db: Db,
  credentialIds: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredValue[]>> {
  if (credentialIds.length === 0) return new Map();
  const ids = [...new Set(credentialIds)];
  const rows = await db
    .selectFrom('credential_values')
    .selectAll()
    .where('credential_id', 'in', ids)
    .orderBy('key')
    .execute();
  return new Map(ids.map((id) => [id, rows.filter(({ credential_id }) => credential_id === id)]));
}

const storedFor = async (db: Db, id: string): Promise<readonly StoredValue[]> => (await valuesOf(db, [id])).get(id)!;

/** Keys in order. */
export const valueKeys = async (db: Db, credentialId: string): Promise<string[]> =>
  (await storedFor(db, credentialId)).map(({ key }) => key);

export const refusedKeys = async (db: Db, credentialId: string): Promise<string[]> =>
  (await storedFor(db, credentialId)).filter(({ refused }) => refused === 1).map(({ key }) => key);

/** Values in the order of their rows. */
export async function openValues(ctx: VaultContext, db: Db, rows: readonly StoredValue[]): Promise<string[]> {
  const fields = rows.map(({ credential_id, key, version, sealed }) => ({
    at: at(credential_id, key, version),
    sealed,
  }));
  return (await ctx.records.openAll(db, fields)).map((value) => value.toString());
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
  return (await openValues(ctx, db, [row]))[0]!;
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
