import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';
import { pauseOf } from './pauses.js';

/** See `LoginVault.isPaused`. */
export const isPaused = (ctx: VaultContext, agentId: string): Promise<boolean> =>
  inTransaction(ctx.db, async (db) => {
    const agent = await db.selectFrom('agents').select(['id', 'domain']).where('id', '=', agentId).executeTakeFirst();
    return agent !== undefined && (await pauseOf(db, agent)) !== null;
  });
