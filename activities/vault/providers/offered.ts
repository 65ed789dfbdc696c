/** Which items of providers are offered to a site, within the limits that an admin has set. */

import { AgentAuthError } from '../../../contract/errors/errors.js';
import type { ItemOverview, Matched } from '../../providers/index.js';
import type { VaultContext } from '../context.js';
import type { KnownProvider, OfferedItem, Trouble } from './known.js';
import { overviewsOf } from './lists.js';
import { isForSite, isOffered, type ProviderRow } from './record.js';

export const troubleOf = (row: ProviderRow, { code, details }: AgentAuthError): Trouble => ({
  code,
  until: typeof details.until === 'string' ? details.until : null,
  row,
});

/** What a login learns about providers that it could not ask: the first by priority stands for all. */
export const toldOf = ([trouble]: readonly Trouble[]) =>
  trouble === undefined ? null : ({ kind: 'trouble', code: trouble.code, until: trouble.until } as const);

export interface Offers {
  readonly items: readonly OfferedItem[];
  readonly troubles: readonly Trouble[];
}

export const isTrouble = (one: OfferedItem | Trouble): one is Trouble => 'code' in one;

const offeredBy = (provider: KnownProvider, overviews: readonly ItemOverview[]): OfferedItem[] =>
  overviews
    .filter((item) => isOffered(provider.row, item))
    .map((item) => ({ ...item, priority: provider.row.priority, provider }));

/** The items that providers offer to a site. One that can't be asked is left out. */
export async function offersFor(
  ctx: VaultContext,
  providers: readonly KnownProvider[],
  domain: string,
  afresh = false,
): Promise<Offers> {
  const asked = providers.filter(({ row }) => isForSite(row, domain));
  // All at once: one that hangs keeps a login waiting as long as all of them.
  const answers = await Promise.all(
    asked.map(async (provider): Promise<OfferedItem[] | Trouble> => {
      try {
        return offeredBy(provider, await overviewsOf(ctx, provider, { afresh }));
      } catch (error) {
        if (!(error instanceof AgentAuthError)) throw error;
        return troubleOf(provider.row, error);
      }
    }),
  );
  const troubles = answers.filter((answer) => 'code' in answer);
  return { items: answers.filter((answer) => Array.isArray(answer)).flat(), troubles };
}

export const matchOffers = (ctx: VaultContext, { items }: Offers, domain: string): Matched<OfferedItem> =>
  ctx.connections.room?.match(items, domain) ?? { chosen: null, ambiguous: false, rivals: [], candidates: [] };
