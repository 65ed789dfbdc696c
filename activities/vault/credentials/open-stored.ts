import { AgentAuthError } from '../../../contract/index.js';
import { findAgent } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';
import { openValue } from './values.js';

/** A stored value of the agent's credential, in memory. See `LoginVault.openStored`. */
export function openStored(ctx: VaultContext, agentId: string, key: string): Promise<string> {
  return inTransaction(ctx.db, async (db) => {
    const { credential_id } = await findAgent(db, agentId);
    if (credential_id === null) throw new AgentAuthError('credential_not_found');
    const value = await openValue(ctx, db, credential_id, key);
    if (value === null) throw new AgentAuthError('unknown_field', { fields: [key] });
    return value;
  });
}
