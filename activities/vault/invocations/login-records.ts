/** What the vault keeps for an invocation or an agent, encrypted, by name. Each has a data key of its own, so that it can go alone. */
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import type { Db } from '../store/transaction.js';

const at = (ownerId: string, name: string): FieldRef => ({
  table: 'login_records',
  id: `${ownerId}/${name}`,
  field: 'sealed',
  version: 1,
});

/** Keeps a record, in place of one of that name. */
export async function keepLoginRecord(
  ctx: VaultContext,
  db: Db,
  ownerId: string,
  name: string,
  plain: Uint8Array | string,
): Promise<void> {
  await forget(ctx, db, ownerId, name);
  const sealed = await ctx.records.seal(db, at(ownerId, name), plain);
  await db.insertInto('login_records').values({ owner_id: ownerId, name, sealed, created_at: ctx.clock() }).execute();
}

async function forget(ctx: VaultContext, db: Db, ownerId: string, name: string): Promise<void> {
  await db.deleteFrom('login_records').where('owner_id', '=', ownerId).where('name', '=', name).execute();
  await ctx.records.forget(db, at(ownerId, name));
}

/** Those whose names begin so, by name. */
async function rowsOf(db: Db, ownerId: string, prefix: string) {
  const rows = await db
    .selectFrom('login_records')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .orderBy('name')
    .execute();
  return rows.filter(({ name }) => name.startsWith(prefix));
}

export async function loginRecords(ctx: VaultContext, db: Db, ownerId: string, prefix: string): Promise<Buffer[]> {
  const records: Buffer[] = [];
  for (const { name, sealed } of await rowsOf(db, ownerId, prefix))
    records.push(await ctx.records.open(db, at(ownerId, name), sealed));
  return records;
}

/** Logins that run and have a record of that name. */
export const runningWith = (db: Db, name: string): Promise<{ readonly id: string; readonly agent_id: string }[]> =>
  db
    .selectFrom('login_records')
    .innerJoin('invocations', 'invocations.id', 'login_records.owner_id')
    .select(['invocations.id', 'invocations.agent_id'])
    .where('login_records.name', '=', name)
    .where('invocations.ended_at', 'is', null)
    .execute();

export async function forgetLoginRecords(ctx: VaultContext, db: Db, ownerId: string, prefix: string): Promise<void> {
  for (const { name } of await rowsOf(db, ownerId, prefix)) await forget(ctx, db, ownerId, name);
}
