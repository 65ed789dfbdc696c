/** Which item an agent takes its values from: remembered by its id, whatever its title becomes. */
import type { Selectable } from 'kysely';
import type { AgentItem, ItemUse } from '../../../contract/credentials/providers.js';
import type { Candidate, ItemValues } from '../../providers/index.js';
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import { toText } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import type { OfferedItem } from './known.js';
import { showItem } from './show-item.js';
import type { AgentItemsTable } from './tables.js';

type Row = Selectable<AgentItemsTable>;

type Shown = Pick<AgentItem, 'path' | 'account'>;

interface Label {
  readonly path: string;
  readonly account: string | null;
}

/** An item by its ids, with what people know it by. */
export interface PinnedItem extends Label {
  readonly provider_id: string;
  readonly vault_id: string;
  readonly item_id: string;
}

export function pinnedBy({ item }: Candidate<OfferedItem>): PinnedItem {
  const { path, account } = showItem(item);
  const { vault_id, item_id } = item;
  return { provider_id: item.provider.row.id, vault_id, item_id, path, account };
}

/** What is known of an item that no login has read. */
export const NOTHING_READ = {
  instead: null,
  read_version: null,
  refused_version: null,
  noticed_version: null,
  renews: 0,
} as const satisfies Partial<Row>;

const labelAt = ({ agent_id, provider_id, label_version }: Pick<Row, 'agent_id' | 'provider_id' | 'label_version'>) =>
  ({ table: 'providers', id: provider_id, field: `item ${agent_id}`, version: label_version }) satisfies FieldRef;

/** From now on the agent takes its values from this item. What was known of the one before says nothing of it. */
export async function pin(ctx: VaultContext, db: Db, agent_id: string, item: PinnedItem, use: ItemUse): Promise<void> {
  const { provider_id, vault_id, item_id, path, account } = item;
  const before = await db
    .selectFrom('agent_items')
    .select('label_version')
    .where('agent_id', '=', agent_id)
    .executeTakeFirst();
  const label_version = (before?.label_version ?? 0) + 1;
  const label = await ctx.records.seal(
    db,
    labelAt({ agent_id, provider_id, label_version }),
    JSON.stringify({ path, account } satisfies Label),
  );
  const chosen = {
    ...{ provider_id, vault_id, item_id, use, label, label_version, chosen_at: ctx.clock() },
    ...NOTHING_READ,
  };
  await db
    .insertInto('agent_items')
    .values({ agent_id, path: null, ...chosen })
    .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(chosen))
    .execute();
}

/** The values of the item were read: what the site refused of an earlier version counts no longer. */
export async function noteVersion(
  db: Db,
  agentId: string,
  version: string,
  { instead }: Pick<ItemValues, 'instead'>,
): Promise<void> {
  await db
    .updateTable('agent_items')
    .set({ read_version: version, noticed_version: null, instead })
    .where('agent_id', '=', agentId)
    .execute();
  await db
    .updateTable('agent_items')
    .set({ refused_version: null })
    .where('agent_id', '=', agentId)
    .where('refused_version', '!=', version)
    .execute();
}

/**
 * The items of agents, as callers see them, by the agents' ids; who has chosen none is not in it.
 * @param names of providers, by their ids
 */
export async function shownItems(
  ctx: VaultContext,
  db: Db,
  rows: readonly Row[],
  names: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, AgentItem>> {
  const labeled = rows.filter(({ label, provider_id }) => label !== null && names.has(provider_id));
  const opened = await ctx.records.openAll(
    db,
    labeled.map((row) => ({ at: labelAt(row), sealed: row.label! })),
  );
  const labels = new Map<string, Shown>(labeled.map((row, n) => [row.agent_id, JSON.parse(opened[n]!.toString())]));
  return new Map(
    rows.flatMap((row) => {
      const { agent_id, vault_id, item_id, chosen_at, use, instead, refused_version } = row;
      const provider = names.get(row.provider_id);
      if (provider === undefined || vault_id === null || item_id === null || chosen_at === null) return [];
      const { path, account } = labels.get(agent_id) ?? { path: null, account: null };
      const [refused, at] = [refused_version !== null, toText(chosen_at)];
      return [[agent_id, { provider, vault_id, item_id, path, account, use, refused, instead, chosen_at: at }]];
    }),
  );
}
