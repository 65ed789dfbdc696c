import { providers } from '../../../contract/schemas/providers.js';
import type { Operation } from '../calls/operation.js';
import { findProvider } from './record.js';
import { tellWaiting } from './troubles.js';

/**
 * Agents that took their values from it go on without, and logins in progress look again.
 * @throws AgentAuthError `provider_not_found`
 */
export const deleteProvider: Operation<'providers.delete'> = {
  scope: 'admin',
  writes: true,
  params: providers.delete,
  async run({ ctx, db, params }) {
    const { id } = await findProvider(db, params.id_or_name);
    await db.deleteFrom('agent_items').where('provider_id', '=', id).execute();
    // Who has read what of it stays listed; what its items were called goes with its key.
    await db.deleteFrom('provider_lists').where('provider_id', '=', id).execute();
    await db.deleteFrom('providers').where('id', '=', id).execute();
    await ctx.records.forget(db, { table: 'providers', id });
    ctx.connections.close(id);
    await tellWaiting(ctx, db);
    return null;
  },
};
