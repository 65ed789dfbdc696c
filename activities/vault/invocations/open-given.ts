import { openText } from '../../../contract/index.js';
import type { VaultContext } from '../lib/context.js';
import { type Db, inTransaction } from '../lib/database/transaction.js';
import { privateKeyOf } from '../sealing/private-key.js';
import type { GivenValue } from '../types.js';
import { findRunning } from './lib/find.js';

/** Opens what a person gave, in a transaction that is open already. */
export async function openGivenIn(ctx: VaultContext, db: Db, given: GivenValue): Promise<string> {
  const { invocation_id, kid, question, field, sealed } = given;
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
