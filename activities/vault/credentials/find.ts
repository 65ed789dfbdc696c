import type { Selectable } from 'kysely';
import { AgentAuthError } from '../../../contract/index.js';
import type { CredentialsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';

export type CredentialRow = Selectable<CredentialsTable>;

export const findByName = (db: Db, name: string): Promise<CredentialRow | undefined> =>
  db.selectFrom('credentials').selectAll().where('name', '=', name).executeTakeFirst();

const findById = (db: Db, id: string): Promise<CredentialRow | undefined> =>
  db.selectFrom('credentials').selectAll().where('id', '=', id).executeTakeFirst();

/** @throws AgentAuthError `credential_not_found` */
export async function findCredential(db: Db, idOrName: string): Promise<CredentialRow> {
  const row = (await findById(db, idOrName)) ?? (await findByName(db, idOrName));
  if (row === undefined) throw new AgentAuthError('credential_not_found');
  return row;
}

/** By their ids. */
export async function credentialsOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, CredentialRow>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('credentials')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
