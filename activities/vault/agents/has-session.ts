import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';

/** See `LoginVault.hasSession`. Whatever makes the session another account's writes so into the agent's status; see account-change.ts. */
export const hasSession = (ctx: VaultContext, agentId: string): Promise<boolean> =>
  inTransaction(ctx.db, async (db) => {
    const agent = await db.selectFrom('agents').select('status').where('id', '=', agentId).executeTakeFirst();
    return agent?.status === 'AUTHENTICATED';
  });
