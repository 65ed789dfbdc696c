/** Which provider an agent names for its values. */
import type { Selectable } from 'kysely';
import { AgentAuthError, type AgentRecord, type CredentialReference } from '../../../contract/index.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import { NOTHING_READ, shownItems } from './pin.js';
import { findProvider, isForSite, showProvider } from './record.js';
import type { AgentItemsTable } from './tables.js';

export const agentItem = (db: Db, agentId: string): Promise<Selectable<AgentItemsTable> | undefined> =>
  db.selectFrom('agent_items').selectAll().where('agent_id', '=', agentId).executeTakeFirst();

export async function forgetItem(db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('agent_items').where('agent_id', '=', agentId).execute();
}

/**
 * Remembers where an agent's values come from. An item that was found before stays, as long as the reference is the same.
 * @throws AgentAuthError `provider_not_found`, `forbidden` for a site that the provider is not for
 */
export async function nameProvider(
  db: Db,
  agentId: string,
  domain: string,
  reference: Exclude<CredentialReference, { readonly name: string }>,
): Promise<void> {
  const provider = await findProvider(db, reference.provider);
  if (!isForSite(provider, domain)) throw new AgentAuthError('forbidden', { reason: 'provider_not_for_site' });
  const path = 'path' in reference ? reference.path : null;
  const before = await agentItem(db, agentId);
  if (before !== undefined && before.provider_id === provider.id && before.path === path) return;
  await forgetItem(db, agentId);
  const none = {
    ...{ vault_id: null, item_id: null, chosen_at: null, use: null, label: null, label_version: 0 },
    ...NOTHING_READ,
  };
  await db
    .insertInto('agent_items')
    .values({ agent_id: agentId, provider_id: provider.id, path, ...none })
    .execute();
}

/** A reference as it was given, and what is wrong with the provider. */
type Reference = Required<Pick<AgentRecord, 'credential' | 'provider_trouble'>> & Pick<AgentRecord, 'credential_item'>;

/** By agents; those that name no provider, and have found none, are not in it. */
export async function referencesOf(
  ctx: VaultContext,
  db: Db,
  agentIds: readonly string[],
): Promise<ReadonlyMap<string, Reference>> {
  if (agentIds.length === 0) return new Map();
  const items = await db.selectFrom('agent_items').selectAll().where('agent_id', 'in', agentIds).execute();
  if (items.length === 0) return new Map();
  const ids = [...new Set(items.map(({ provider_id }) => provider_id))];
  const rows = await db.selectFrom('providers').selectAll().where('id', 'in', ids).execute();
  const providers = new Map(rows.map((row) => [row.id, showProvider(row)]));
  const chosen = await shownItems(ctx, db, items, new Map(rows.map(({ id, name }) => [id, name])));
  const references = new Map<string, Reference>();
  for (const item of items) {
    const provider = providers.get(item.provider_id);
    if (provider === undefined) continue;
    const { name, trouble } = provider;
    const { path, agent_id } = item;
    const credential = path === null ? { provider: name, auto: true as const } : { provider: name, path };
    const shown = chosen.get(agent_id);
    references.set(agent_id, {
      credential,
      provider_trouble: trouble,
      ...(shown === undefined ? {} : { credential_item: shown }),
    });
  }
  return references;
}

export const referenceOf = async (ctx: VaultContext, db: Db, agentId: string): Promise<Reference | undefined> =>
  (await referencesOf(ctx, db, [agentId])).get(agentId);
