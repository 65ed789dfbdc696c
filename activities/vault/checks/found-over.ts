import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';
import { findCheck } from './known.js';

/** Whether the last session of an agent was seen to be over: nobody has taken it away, so that another one is wanted. */
export const isFoundOver = (ctx: VaultContext, agentId: string): Promise<boolean> =>
  inTransaction(ctx.db, async (db) => (await findCheck(db, agentId))?.answer === 'out');
