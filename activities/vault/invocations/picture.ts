import { AgentAuthError } from '../../../contract/index.js';
import { invocations } from '../../../contract/schemas/invocations.js';
import type { LoginRef } from '../../../contract/steps.js';
import type { Operation } from '../calls/operation.js';
import type { VaultContext } from '../context.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { findInvocation, findLogin } from './find.js';
import { forgetLoginRecords, keepLoginRecord, loginRecords } from './login-records.js';

const NAME = 'picture';
const KEPT_FOR = 7 * 24 * 3_600_000;
/** More does not fit into the answer of a call. */
const MAX_BYTES = 1_000_000;

/** Keeps a picture in place of the login's last one. See `LoginVault.keepPicture`. */
export function keepPicture(ctx: VaultContext, ref: LoginRef, jpeg: Uint8Array): Promise<boolean> {
  return inTransaction(ctx.db, async (db) => {
    const { id } = await findLogin(db, ref);
    if (jpeg.length > MAX_BYTES) return false;
    await keepLoginRecord(ctx, db, id, NAME, jpeg);
    return true;
  });
}

/** Deletes what is too old. */
export async function sweepPictures(ctx: VaultContext, db: Db): Promise<void> {
  const old = await db
    .selectFrom('login_records')
    .select('owner_id')
    .where('name', '=', NAME)
    .where('created_at', '<=', ctx.clock() - KEPT_FOR)
    .execute();
  for (const { owner_id } of old) await forgetLoginRecords(ctx, db, owner_id, NAME);
}

/** @throws AgentAuthError `invocation_not_found` */
export const readPicture: Operation<'invocations.picture'> = {
  scope: 'admin',
  writes: false,
  params: invocations.picture,
  async run({ ctx, db, params: { invocation_id } }) {
    if ((await findInvocation(db, invocation_id)) === undefined) throw new AgentAuthError('invocation_not_found');
    const row = await db
      .selectFrom('login_records')
      .select('created_at')
      .where('owner_id', '=', invocation_id)
      .where('name', '=', NAME)
      .executeTakeFirst();
    const [jpeg] = await loginRecords(ctx, db, invocation_id, NAME);
    if (row === undefined || jpeg === undefined || row.created_at <= ctx.clock() - KEPT_FOR) return null;
    return { jpeg: jpeg.toString('base64'), taken_at: new Date(row.created_at).toISOString() };
  },
};
