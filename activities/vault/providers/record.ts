import type { Selectable } from 'kysely';
import { sameSite } from '../../../contract/address/site.js';
import { AgentAuthError, type CredentialProvider } from '../../../contract/index.js';
import type { ItemOverview } from '../../providers/index.js';
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import { toText, toTextOrNull } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import type { ProvidersTable } from './tables.js';

export type ProviderRow = Selectable<ProvidersTable>;

export const tokenAt = (id: string, version: number): FieldRef => ({ table: 'providers', id, field: 'token', version });

export const findProviderByName = (db: Db, name: string): Promise<ProviderRow | undefined> =>
  db.selectFrom('providers').selectAll().where('name', '=', name).executeTakeFirst();

/** @throws AgentAuthError `provider_not_found` */
export async function findProvider(db: Db, idOrName: string): Promise<ProviderRow> {
  const byId = await db.selectFrom('providers').selectAll().where('id', '=', idOrName).executeTakeFirst();
  const row = byId ?? (await findProviderByName(db, idOrName));
  if (row === undefined) throw new AgentAuthError('provider_not_found');
  return row;
}

export const openToken = async (ctx: VaultContext, db: Db, { id, version, token }: ProviderRow): Promise<string> =>
  (await ctx.records.open(db, tokenAt(id, version), token)).toString();

const listIn = (text: string | null): readonly string[] | null => (text === null ? null : JSON.parse(text));

/** Whether an admin lets the site have what the provider offers. */
export const isForSite = ({ domains }: ProviderRow, domain: string): boolean =>
  listIn(domains)?.some((site) => sameSite(site, domain)) ?? true;

/** Vaults of one person alone: what is in them is not offered to programs unless an admin names them. */
const OF_ONE_PERSON = /^(?:personal|private|employee)$/i;

/** Whether an admin lets logins have what is in the vault. */
export const isOffered = (
  { vaults }: ProviderRow,
  { vault_id, vault_name }: Pick<ItemOverview, 'vault_id' | 'vault_name'>,
): boolean =>
  listIn(vaults)?.some((vault) => vault === vault_id || vault === vault_name) ?? !OF_ONE_PERSON.test(vault_name);

/** A provider as callers see it: never its token. */
export const showProvider = (row: ProviderRow): CredentialProvider => ({
  id: row.id,
  name: row.name,
  provider_type: row.kind,
  enabled: row.enabled === 1,
  priority: row.priority,
  cache_ttl_seconds: row.cache_ttl_seconds,
  settings: JSON.parse(row.settings),
  auto: row.auto === 1,
  vaults: listIn(row.vaults),
  domains: listIn(row.domains),
  trouble: row.trouble === null ? null : { code: row.trouble, until: toTextOrNull(row.limited_until) },
  created_at: toText(row.created_at),
  updated_at: toText(row.updated_at),
});
