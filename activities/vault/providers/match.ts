import type { ProviderMatch } from '../../../contract/index.js';
import { providers } from '../../../contract/schemas/providers.js';
import { Later, type Operation } from '../calls/operation.js';
import type { KnownProvider } from './known.js';
import { matchOffers, offersFor } from './offered.js';
import { findProvider, openToken, type ProviderRow } from './record.js';
import { showItem } from './show-item.js';

/** The best ones first; who has more has no use for the rest. */
const MAX_CANDIDATES = 200;
const MAX_ADDRESSES = 20;

/**
 * Which item would be taken for a site, and why none of the others.
 * @throws AgentAuthError `provider_not_found`, and what the only provider says
 */
export const matchProviders: Operation<'providers.match'> = {
  scope: 'admin',
  writes: false,
  params: providers.match,
  async run({ ctx, db, params: { domain, id_or_name } }) {
    const rows: readonly ProviderRow[] =
      id_or_name === undefined
        ? await db.selectFrom('providers').selectAll().where('enabled', '=', 1).orderBy('priority').execute()
        : [await findProvider(db, id_or_name)];
    const known: KnownProvider[] = [];
    for (const row of rows) known.push({ row, token: await openToken(ctx, db, row) });
    return new Later(async (): Promise<ProviderMatch> => {
      const { ambiguous, candidates } = matchOffers(ctx, await offersFor(ctx, known, domain), domain);
      return {
        ambiguous,
        candidates: candidates.slice(0, MAX_CANDIDATES).map(({ item, match, address, lost }) => {
          const shown = showItem(item);
          return {
            ...shown,
            urls: shown.urls.slice(0, MAX_ADDRESSES),
            provider: item.provider.row.name,
            match,
            address,
            lost,
          };
        }),
      };
    });
  },
};
