import { gunzipSync, gzipSync } from 'node:zlib';
import type { LoginRef } from '../../../contract/steps.js';
import { findAgent } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import { unpinBefore } from '../profiles/pins.js';
import { onTopOf } from '../profiles/resume.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { Checkpoint } from '../types.js';
import { findRunning } from './find.js';

const at = (id: string, version: number): FieldRef => ({ table: 'checkpoints', id, field: 'checkpoint', version });

const findCheckpoint = (db: Db, invocationId: string) =>
  db.selectFrom('checkpoints').selectAll().where('invocation_id', '=', invocationId).executeTakeFirst();

/** Keeps where a login stands. See `LoginVault.saveCheckpoint`. */
export function saveCheckpoint(ctx: VaultContext, ref: LoginRef, checkpoint: Checkpoint): Promise<void> {
  const { invocation_id: invocationId } = ref;
  return inTransaction(ctx.db, async (db) => {
    await findRunning(db, ref);
    const version = ((await findCheckpoint(db, invocationId))?.version ?? 0) + 1;
    await deleteCheckpoint(ctx, db, invocationId);
    const { base_version = null, ...kept } = checkpoint;
    if (base_version !== null) await unpinBefore(db, ref, base_version);
    const sealed = await ctx.records.seal(db, at(invocationId, version), gzipSync(JSON.stringify(kept)));
    await db.insertInto('checkpoints').values({ invocation_id: invocationId, version, base_version, sealed }).execute();
  });
}

/** Where a login stands. See `LoginVault.loadCheckpoint`. */
export function loadCheckpoint(ctx: VaultContext, ref: LoginRef): Promise<Checkpoint | null> {
  const { invocation_id: invocationId } = ref;
  return inTransaction(ctx.db, async (db): Promise<Checkpoint | null> => {
    const login = await findRunning(db, ref);
    const row = await findCheckpoint(db, invocationId);
    if (row === undefined) return null;
    const plain = await ctx.records.open(db, at(invocationId, row.version), row.sealed);
    const { base_version } = row;
    const kept: Checkpoint = { ...JSON.parse(gunzipSync(plain).toString()), base_version };
    // It was half-way in a session that something else was put in the place of.
    if ((kept.session ?? 0) !== (await findAgent(db, login.agent_id)).sessions_replaced) return null;
    const { storage_state, session_storage } = await onTopOf(ctx, db, login, kept);
    return { ...kept, storage_state, ...(kept.session_storage === undefined ? {} : { session_storage }) };
  });
}

/** Counted in the vault, so that a site that forgets again is not begun with for ever. See `LoginVault.beginAgain`. */
export function beginAgain(ctx: VaultContext, ref: LoginRef): Promise<boolean> {
  const { invocation_id } = ref;
  return inTransaction(ctx.db, async (db) => {
    if ((await findRunning(db, ref)).begun_again > 0) return false;
    await db.updateTable('invocations').set({ begun_again: 1 }).where('id', '=', invocation_id).execute();
    await deleteCheckpoint(ctx, db, invocation_id);
    return true;
  });
}

export async function deleteCheckpoint(ctx: VaultContext, db: Db, invocationId: string): Promise<void> {
  await db.deleteFrom('checkpoints').where('invocation_id', '=', invocationId).execute();
  await ctx.records.forget(db, { table: 'checkpoints', id: invocationId });
}
