import { findAgent } from '../agents/lib/find.js';
import type { VaultContext } from '../lib/context.js';
import { inTransaction } from '../lib/database/transaction.js';
import { isRefused, refusalFingerprint } from './lib/refusals.js';

/** Whether the site refused exactly this value before. See `LoginVault.wasRefused`. */
export function wasRefused(ctx: VaultContext, agentId: string, field: string, value: string): Promise<boolean> {
  return inTransaction(ctx.db, async (db) => {
    const { id, credential_id } = await findAgent(db, agentId);
    // What was refused before a credential was linked is filed under the agent.
    for (const account of credential_id === null ? [id] : [id, credential_id]) {
      if (await isRefused(db, account, refusalFingerprint(ctx, account, field, value))) return true;
    }
    return false;
  });
}
