/** Which items of providers are offered to a site, within the limits that an admin has set. */

import { AgentAuthError, type ErrorCode } from '../../../contract/errors.js';
import { sameSite } from '../../../contract/site.js';
import type { ItemOverview, Matched, RankedItem } from '../../providers/index.js';
import type { VaultContext } from '../context.js';
import type { KnownProvider } from './asking.js';
import { overviewsOf } from './lists.js';
import { listIn, type ProviderRow } from './record.js';

/** An item, and the provider that has it. */
export type OfferedItem = RankedItem & { readonly provider: KnownProvider };

/** Vaults of one person alone: what is in them is not offered to programs unless an admin names them. */
const OF_ONE_PERSON = /^(?:personal|private|employee)$/i;

export const isForSite = ({ domains }: ProviderRow, domain: string): boolean =>
  listIn(domains)?.some((site) => sameSite(site, domain)) ?? true;

const isOffered = ({ vaults }: ProviderRow, { vault_id, vault_name }: ItemOverview): boolean =>
  listIn(vaults)?.some((vault) => vault === vault_id || vault === vault_name) ?? !OF_ONE_PERSON.test(vault_name);

export interface Offers {
  readonly items: readonly OfferedItem[];
  /** Of the providers that could not be asked. */
  readonly troubles: readonly ErrorCode[];
}

/** The items that providers offer to a site. One that can't be asked is left out. */
export async function offersFor(
  ctx: VaultContext,
  providers: readonly KnownProvider[],
  domain: string,
  afresh = false,
): Promise<Offers> {
  const items: OfferedItem[] = [];
  const troubles: ErrorCode[] = [];
  for (const provider of providers) {
    const { row } = provider;
    if (!isForSite(row, domain)) continue;
    try {
      for (const item of await overviewsOf(ctx, provider, { afresh }))
        if (isOffered(row, item)) items.push({ ...item, priority: row.priority, provider });
    } catch (error) {
      if (!(error instanceof AgentAuthError)) throw error;
      troubles.push(error.code);
    }
  }
  return { items, troubles };
}

export const matchOffers = (ctx: VaultContext, { items }: Offers, domain: string): Matched<OfferedItem> =>
  ctx.connections.room?.match(items, domain) ?? { chosen: null, ambiguous: false, rivals: [], candidates: [] };
