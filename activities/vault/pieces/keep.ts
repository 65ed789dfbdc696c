/** Parts of what is too large for one call. They are for one access key, encrypted like all that is kept, and gone after some minutes. */
import { AgentAuthError, cut, type Pieces } from '../../../contract/index.js';
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import type { Db } from '../store/transaction.js';

/** Longer than it takes to carry all of them. */
const KEPT_FOR = 10 * 60_000;

const recordOf = (owner: string, id: string): string => `${owner}/${id}`;

const field = (owner: string, id: string, at: number): FieldRef => ({
  table: 'pieces',
  id: recordOf(owner, id),
  field: 'bytes',
  version: at,
});

/** Keeps one piece, in place of what stood there: a call can be repeated. */
export async function keepPiece(
  ctx: VaultContext,
  db: Db,
  owner: string,
  { id, at, bytes }: { readonly id: string; readonly at: number; readonly bytes: Uint8Array },
): Promise<void> {
  const sealed = await ctx.records.seal(db, field(owner, id, at), bytes);
  const row = { id, at, owner, sealed, created_at: ctx.clock() };
  await db
    .insertInto('pieces')
    .values(row)
    .onConflict((conflict) => conflict.columns(['owner', 'id', 'at']).doUpdateSet(row))
    .execute();
}

/** Cuts bytes and keeps all pieces of them. */
export async function keepPieces(
  ctx: VaultContext,
  db: Db,
  owner: string,
  id: string,
  whole: Uint8Array,
): Promise<Pieces> {
  const parts = cut(whole);
  for (const [at, bytes] of parts.entries()) await keepPiece(ctx, db, owner, { id, at, bytes });
  return { id, count: parts.length };
}

/** @throws AgentAuthError `invalid_input` when this key has no such piece, or not any more */
export async function readPiece(ctx: VaultContext, db: Db, owner: string, id: string, at: number): Promise<Buffer> {
  const row = await db
    .selectFrom('pieces')
    .select('sealed')
    .where('owner', '=', owner)
    .where('id', '=', id)
    .where('at', '=', at)
    .executeTakeFirst();
  if (row === undefined) throw new AgentAuthError('invalid_input', { fields: ['pieces'] });
  return ctx.records.open(db, field(owner, id, at), row.sealed);
}

/**
 * Puts pieces together, and deletes them.
 * @throws AgentAuthError `invalid_input` when one of them is missing
 */
export async function takePieces(ctx: VaultContext, db: Db, owner: string, { id, count }: Pieces): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let at = 0; at < count; at += 1) parts.push(await readPiece(ctx, db, owner, id, at));
  await deletePieces(ctx, db, owner, id);
  return Buffer.concat(parts);
}

export async function deletePieces(ctx: VaultContext, db: Db, owner: string, id: string): Promise<void> {
  await db.deleteFrom('pieces').where('owner', '=', owner).where('id', '=', id).execute();
  await ctx.records.forget(db, { table: 'pieces', id: recordOf(owner, id) });
}

/** Deletes what nobody has fetched. */
export async function sweepPieces(ctx: VaultContext, db: Db): Promise<void> {
  const left = await db
    .selectFrom('pieces')
    .select(['owner', 'id'])
    .distinct()
    .where('created_at', '<=', ctx.clock() - KEPT_FOR)
    .execute();
  for (const { owner, id } of left) await deletePieces(ctx, db, owner, id);
}
