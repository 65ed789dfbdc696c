/** An item whose values a site refused is worth another try once it has changed. Whoever lists its provider finds that out. */
import type { ItemOverview } from '../../providers/index.js';
import { markAgents } from '../changes/mark.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import type { HeldItem } from './connections.js';
import { agentItem } from './reference.js';

/** The site refused a value of the item that a login of the agent has read. */
export async function noteRefused(ctx: VaultContext, db: Db, agentId: string, keys: readonly string[]): Promise<void> {
  const held = ctx.connections.held(agentId);
  if (held === null || !keys.some((key) => Object.hasOwn(held.values, key))) return;
  await db
    .updateTable('agent_items')
    .set({ refused_version: held.version, renews: 0 })
    .where('agent_id', '=', agentId)
    .where('read_version', '=', held.version)
    .execute();
}

/** Tells the agents whose items have changed, or are gone, since the site refused them. */
export async function noticeChanges(
  ctx: VaultContext,
  db: Db,
  providerId: string,
  items: readonly ItemOverview[],
): Promise<void> {
  const refused = await db
    .selectFrom('agent_items')
    .selectAll()
    .where('provider_id', '=', providerId)
    .where('refused_version', 'is not', null)
    .execute();
  if (refused.length === 0) return;
  const versions = new Map(items.map(({ vault_id, item_id, version }) => [`${vault_id}\n${item_id}`, version]));
  const changed: string[] = [];
  for (const { agent_id, vault_id, item_id, refused_version } of refused) {
    const version = versions.get(`${vault_id}\n${item_id}`) ?? GONE;
    if (version === refused_version) continue;
    await db
      .updateTable('agent_items')
      .set({ refused_version: null, noticed_version: version, renews: 1 })
      .where('agent_id', '=', agent_id)
      .execute();
    changed.push(agent_id);
  }
  await markAgents(ctx, db, changed);
}

/** Stands for the version of an item that is not listed any more. */
const GONE = '(gone)';

/** Whether a login is to read its item anew: that has changed since, or the agent takes another one. */
export async function isOutdated(db: Db, agentId: string, { place, version }: HeldItem): Promise<boolean> {
  const row = await agentItem(db, agentId);
  if (row === undefined || place.id !== `${row.provider_id}/${row.vault_id}/${row.item_id}`) return true;
  return row.noticed_version !== null && row.noticed_version !== version;
}

/** Whether the agent may log in again by itself: its last login was one that nobody started, failed, and its item has changed since. */
export async function mayRenew(db: Db, agentId: string): Promise<boolean> {
  const item = await db.selectFrom('agent_items').select('renews').where('agent_id', '=', agentId).executeTakeFirst();
  if (item?.renews !== 1) return false;
  const last = await db
    .selectFrom('invocations')
    .select(['type', 'status'])
    .where('agent_id', '=', agentId)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.type === 'reauth' && (last.status === 'FAILED' || last.status === 'EXPIRED');
}

export async function renewed(db: Db, agentId: string): Promise<void> {
  await db
    .updateTable('agent_items')
    .set({ renews: 0 })
    .where('agent_id', '=', agentId)
    .where('renews', '=', 1)
    .execute();
}
