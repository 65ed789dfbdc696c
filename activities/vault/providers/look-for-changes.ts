import { AgentAuthError } from '../../../contract/errors/errors.js';
import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';
import type { KnownProvider } from './known.js';
import { overviewsOf } from './lists.js';
import { openToken } from './record.js';
import { tryAgain } from './try-again.js';

/** See `ProviderVault.lookForChanges`. */
export async function lookForChanges(ctx: VaultContext): Promise<void> {
  const known = await inTransaction(ctx.db, async (db) => {
    ctx.connections.closeOthers(
      await db.selectFrom('providers').select(['id', 'version']).where('enabled', '=', 1).execute(),
    );
    const refused = db.selectFrom('agent_items').select('provider_id').where('refused_version', 'is not', null);
    const rows = await db
      .selectFrom('providers')
      .selectAll()
      .where('enabled', '=', 1)
      .where('id', 'in', refused)
      .execute();
    const providers: KnownProvider[] = [];
    for (const row of rows) providers.push({ row, token: await openToken(ctx, db, row) });
    return providers;
  });
  await tryAgain(ctx);
  for (const provider of known) {
    try {
      await overviewsOf(ctx, provider);
    } catch (error) {
      // What is wrong with it stands with it, and it is asked again.
      if (!(error instanceof AgentAuthError)) throw error;
    }
  }
}
