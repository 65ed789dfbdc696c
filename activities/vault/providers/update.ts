import { AgentAuthError } from '../../../contract/index.js';
import { providers } from '../../../contract/schemas/providers.js';
import type { Operation } from '../calls/operation.js';
import { toFlag, toList } from './create.js';
import { NO_PAUSE } from './pause.js';
import { findProvider, findProviderByName, type ProviderRow, showProvider, tokenAt } from './record.js';
import { tellWaiting } from './troubles.js';

/**
 * Settings say where the token is sent. Whoever changes them has to give it again; otherwise they could have a stored token sent to their own server.
 * @throws AgentAuthError `provider_not_found`, `already_exists`, `invalid_input`, `invalid_name`, `invalid_url`
 */
export const updateProvider: Operation<'providers.update'> = {
  scope: 'admin',
  writes: true,
  params: providers.update,
  async run({ ctx, db, params: given }) {
    const before = await findProvider(db, given.id_or_name);
    const { token, settings = JSON.parse(before.settings), name = before.name } = given;
    if (given.settings !== undefined && token === undefined)
      throw new AgentAuthError('invalid_input', {
        fields: ['token'],
        problems: ['token: is needed again where the settings change'],
      });
    if (name !== before.name && (await findProviderByName(db, name)) !== undefined)
      throw new AgentAuthError('already_exists');
    const kept: ProviderRow = {
      ...before,
      name,
      enabled: given.enabled === undefined ? before.enabled : toFlag(given.enabled),
      priority: given.priority ?? before.priority,
      cache_ttl_seconds: given.cache_ttl_seconds ?? before.cache_ttl_seconds,
      auto: given.auto === undefined ? before.auto : toFlag(given.auto),
      vaults: given.vaults === undefined ? before.vaults : toList(given.vaults),
      domains: given.domains === undefined ? before.domains : toList(given.domains),
      // Switching it on counts as its return.
      recoveries: before.recoveries + (given.enabled === true && before.enabled === 0 ? 1 : 0),
      updated_at: ctx.clock(),
    };
    let row = kept;
    if (token !== undefined) {
      ctx.connections.check(before.kind, { token, settings });
      const version = before.version + 1;
      const sealed = await ctx.records.seal(db, tokenAt(before.id, version), token);
      const fresh = { version, token: sealed, settings: JSON.stringify(settings), trouble: null, ...NO_PAUSE };
      row = { ...kept, ...fresh };
      // It may be another vault now.
      await db.deleteFrom('provider_lists').where('provider_id', '=', before.id).execute();
    }
    await db.updateTable('providers').set(row).where('id', '=', row.id).execute();
    if (row.version !== before.version || row.enabled === 0) ctx.connections.close(row.id);
    await tellWaiting(ctx, db);
    return showProvider(row);
  },
};
