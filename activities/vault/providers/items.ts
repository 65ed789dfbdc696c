import type { ListOf, ProviderItem } from '../../../contract/index.js';
import { providers } from '../../../contract/schemas/providers.js';
import { Later, type Operation } from '../calls/operation.js';
import { overviewsOf } from './lists.js';
import { findProvider, openToken } from './record.js';
import { showItem } from './show-item.js';

const DEFAULT_LIMIT = 200;
/** An answer holds so much text, whatever the items are called. */
const MAX_LENGTH = 500_000;

/**
 * What a provider lists, by title.
 * @throws AgentAuthError `provider_not_found`, and what the provider says
 */
export const listItems: Operation<'providers.items'> = {
  scope: 'admin',
  writes: false,
  params: providers.items,
  async run({ ctx, db, params }) {
    const { query = '', limit = DEFAULT_LIMIT, offset = 0 } = params;
    const row = await findProvider(db, params.id_or_name);
    const known = { row, token: await openToken(ctx, db, row) };
    return new Later(async (): Promise<ListOf<ProviderItem>> => {
      const wanted = query.toLowerCase();
      const matching = (await overviewsOf(ctx, known))
        .map(showItem)
        .filter(({ path, urls }) => [path, ...urls].some((text) => text.toLowerCase().includes(wanted)))
        .sort((one, other) => (one.path < other.path ? -1 : 1));
      const items: ProviderItem[] = [];
      let length = 0;
      for (const item of matching.slice(offset, offset + limit)) {
        length += JSON.stringify(item).length;
        if (length > MAX_LENGTH && items.length > 0) break;
        items.push(item);
      }
      return { items, has_more: offset + items.length < matching.length };
    });
  },
};
