import { openText } from '../../../contract/index.js';
import type { VaultContext } from '../context.js';
import { privateKeyOf } from '../sealing-keys/private-key.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { GivenValue } from '../types.js';
import { requireEntitled } from './entitlement.js';
import { seenName } from './field-names.js';
import { findRunning } from './find.js';

/**
 * Opens what a person gave, in a transaction that is open already.
 * @throws AgentAuthError `not_entitled`, `wrong_key`, `unreadable_value`
 */
export async function openGivenIn(ctx: VaultContext, db: Db, given: GivenValue): Promise<string> {
  const { auth_agent_id, invocation_id, kid, question, sealed } = given;
  // Who sealed it saw the field under its own name, or under the one that it has in plain.
  const names = new Set([given.field, await seenName(ctx, db, auth_agent_id, given.field)]);
  const field = await requireEntitled(ctx, db, given, names);
  const key = await privateKeyOf(ctx, db, kid, invocation_id);
  return openText(sealed, key, kid, { purpose: 'answer', invocation: invocation_id, step: question, field });
}

/** What a person gave, in memory. See `LoginVault.openGiven`. */
export function openGiven(ctx: VaultContext, given: GivenValue): Promise<string> {
  return inTransaction(ctx.db, async (db) => {
    await findRunning(db, given);
    return openGivenIn(ctx, db, given);
  });
}
