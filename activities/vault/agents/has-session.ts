import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';
import { findAgent } from './find.js';

/** Whether the vault saved a session of the agent that is still good. See `LoginVault.hasSession`. */
export const hasSession = (ctx: VaultContext, agentId: string): Promise<boolean> =>
  inTransaction(ctx.db, async (db) => (await findAgent(db, agentId)).status === 'AUTHENTICATED');
