import { gunzipSync, gzipSync } from 'node:zlib';
import type { TraceEntry } from '../../../contract/index.js';
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import type { Db } from '../store/transaction.js';

const at = (id: string, version: number): FieldRef => ({ table: 'trace', id, field: 'entries', version });

/** @param first place of the first entry among all of the invocation */
export const sealEntries = (
  { records }: VaultContext,
  db: Db,
  invocationId: string,
  first: number,
  entries: readonly TraceEntry[],
): Promise<string> => records.seal(db, at(invocationId, first), gzipSync(JSON.stringify(entries)));

export async function openEntries(
  { records }: VaultContext,
  db: Db,
  row: { readonly invocation_id: string; readonly first: number; readonly sealed: string },
): Promise<TraceEntry[]> {
  const plain = await records.open(db, at(row.invocation_id, row.first), row.sealed);
  return JSON.parse(gunzipSync(plain).toString());
}

/** All of an invocation, oldest first. */
export const rowsOfTrace = (db: Db, invocationId: string) =>
  db.selectFrom('trace').selectAll().where('invocation_id', '=', invocationId).orderBy('first').execute();
