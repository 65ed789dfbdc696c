import { randomBytes } from 'node:crypto';
import { AgentAuthError } from '../../../contract/index.js';
import { invocations } from '../../../contract/schemas/invocations.js';
import { requireScope } from '../access-keys/authorize.js';
import type { Operation } from '../calls/operation.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import { findInvocation } from './find.js';
import { keepLoginRecord, loginRecords } from './login-records.js';

const NAME = 'view-key';
/** For A256GCM (RFC 7518 section 5.3). */
const KEY_BYTES = 32;

/**
 * What the texts of a site are sealed with for one invocation. It stays when the invocation has ended, as its record does. One that was begun before
 * there were such keys gets it when it is first asked for.
 */
export async function viewKeyOf(ctx: VaultContext, db: Db, invocationId: string): Promise<string> {
  const [known] = await loginRecords(ctx, db, invocationId, NAME);
  const key = known ?? randomBytes(KEY_BYTES);
  if (known === undefined) await keepLoginRecord(ctx, db, invocationId, NAME, key);
  return key.toString('base64url');
}

/** Whoever may answer a login sees what it asks, and who starts logins may let somebody answer. */
export const readViewKey: Operation<'invocations.viewKey'> = {
  scope: null,
  writes: false,
  params: invocations.viewKey,
  async run({ ctx, db, params: { invocation_id }, caller }) {
    if (!caller.may('orchestrate')) requireScope(caller, 'answer');
    if ((await findInvocation(db, invocation_id)) === undefined) throw new AgentAuthError('invocation_not_found');
    return { view_key: await viewKeyOf(ctx, db, invocation_id) };
  },
};
