import type { StoredAtHand } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import { findWait } from './wait.js';

type Agent = Pick<AgentsTable, 'id' | 'status'>;

/** Where an agent's values come from, beside its credential. */
async function itemOf(db: Db, agentId: string): Promise<string> {
  const row = await db
    .selectFrom('agent_items')
    .innerJoin('providers', 'providers.id', 'agent_items.provider_id')
    .select(['providers.id', 'providers.version', 'providers.enabled', 'path', 'vault_id', 'item_id'])
    .where('agent_items.agent_id', '=', agentId)
    .executeTakeFirst();
  return row === undefined ? '' : JSON.stringify(row);
}

/** By what a login that waits notices that it may go on without an answer, though no stored value is another one. */
export async function elsewhereOf(
  ctx: VaultContext,
  db: Db,
  { id, status }: Agent,
): Promise<Pick<StoredAtHand, 'elsewhere_mark' | 'has_session'>> {
  const brought = (await findWait(db, id))?.brought ?? 0;
  const mark = ctx.fingerprint('elsewhere', brought, await itemOf(db, id));
  return { elsewhere_mark: mark.slice(0, 12), has_session: status === 'AUTHENTICATED' };
}
