import type { VaultContext } from './context.js';
import { inTransaction } from './store/transaction.js';

/** See `Vault.isThere`. A server that takes no writes refuses this one too, though it changes no row. */
export const isThere = (ctx: VaultContext): Promise<void> =>
  inTransaction(ctx.db, async (db) => {
    await db.updateTable('vault_secrets').set({ name: '' }).where('name', '=', '').execute();
  });
