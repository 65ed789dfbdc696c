import { AgentAuthError } from '../../../contract/index.js';
import { providers } from '../../../contract/schemas/providers.js';
import type { Operation } from '../calls/operation.js';
import { newId } from '../store/ids.js';
import { NO_PAUSE } from './pause.js';
import { findProviderByName, type ProviderRow, showProvider, tokenAt } from './record.js';

const DEFAULT_TTL_SECONDS = 300;

export const toFlag = (on: boolean): 0 | 1 => (on ? 1 : 0);
export const toList = (list: readonly string[] | null): string | null => (list === null ? null : JSON.stringify(list));

/** @throws AgentAuthError `provider_not_supported`, `already_exists`, `invalid_input`, `invalid_name`, `invalid_url` */
export const createProvider: Operation<'providers.create'> = {
  scope: 'admin',
  writes: true,
  params: providers.create,
  async run({ ctx, db, params: given }) {
    const { token = '', settings = {}, provider_type: kind } = given;
    // Opening asks nobody: it says whether the settings are right.
    ctx.connections.check(kind, { token, settings });
    if ((await findProviderByName(db, given.name)) !== undefined) throw new AgentAuthError('already_exists');
    const id = newId('prov');
    const now = ctx.clock();
    const row: ProviderRow = {
      id,
      name: given.name,
      kind,
      enabled: toFlag(given.enabled ?? true),
      priority: given.priority ?? 0,
      cache_ttl_seconds: given.cache_ttl_seconds ?? DEFAULT_TTL_SECONDS,
      settings: JSON.stringify(settings),
      auto: toFlag(given.auto ?? true),
      vaults: toList(given.vaults ?? null),
      domains: toList(given.domains ?? null),
      version: 1,
      token: await ctx.records.seal(db, tokenAt(id, 1), token),
      trouble: null,
      ...NO_PAUSE,
      listing_until: null,
      recoveries: 0,
      tried_at: null,
      created_at: now,
      updated_at: now,
    };
    await db.insertInto('providers').values(row).execute();
    return showProvider(row);
  },
};
