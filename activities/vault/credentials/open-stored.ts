import { AgentAuthError } from '../../../contract/index.js';
import { findAgent } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';
import { openValue } from './values.js';

/** A stored value of the agent's credential, or one of the item that its login has read. See `LoginVault.openStored`. */
export async function openStored(ctx: VaultContext, agentId: string, key: string): Promise<string> {
  const held = ctx.connections.held(agentId)?.values ?? {};
  if (Object.hasOwn(held, key)) return held[key] ?? '';
  return inTransaction(ctx.db, async (db) => {
    const { credential_id } = await findAgent(db, agentId);
    if (credential_id === null) throw new AgentAuthError('credential_not_found');
    const value = await openValue(ctx, db, credential_id, key);
    if (value === null) throw new AgentAuthError('unknown_field', { fields: [key] });
    return value;
  });
}
