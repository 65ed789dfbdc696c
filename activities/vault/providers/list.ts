import { providers } from '../../../contract/schemas/providers.js';
import type { Operation } from '../calls/operation.js';
import { rowsOf, toPage } from '../store/page.js';
import { findProvider, showProvider } from './record.js';

/** In the order in which they are asked. */
export const listProviders: Operation<'providers.list'> = {
  scope: 'orchestrate',
  writes: false,
  params: providers.list,
  async run({ db, params }) {
    const { limit, offset } = rowsOf(params);
    const wanted = params.query?.toLowerCase() ?? '';
    const rows = await db
      .selectFrom('providers')
      .selectAll()
      .orderBy('priority')
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    const found = rows.filter(({ id, name }) => id === params.query || name.toLowerCase().includes(wanted));
    return toPage(found.slice(offset, offset + limit), params, showProvider);
  },
};

/** @throws AgentAuthError `provider_not_found` */
export const retrieveProvider: Operation<'providers.retrieve'> = {
  scope: 'orchestrate',
  writes: false,
  params: providers.retrieve,
  run: async ({ db, params }) => showProvider(await findProvider(db, params.id_or_name)),
};
