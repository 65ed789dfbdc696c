/** Which item a login takes its values from: what it may look for, and what of that is for its site. */
import type { Selectable } from 'kysely';
import { sameSite } from '../../../contract/address/site.js';
import type { ItemUse } from '../../../contract/credentials/providers.js';
import type { LoginRef } from '../../../contract/steps.js';
import type { Candidate } from '../../providers/index.js';
import { findAgent } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { findCredential } from '../credentials/find.js';
import { findRunning } from '../invocations/find.js';
import type { Db } from '../store/transaction.js';
import type { ItemReading } from '../types.js';
import { isDeclined } from './choices.js';
import type { KnownProvider, OfferedItem } from './known.js';
import { matchOffers, type Offers, toldOf } from './offered.js';
import { openToken } from './record.js';
import { agentItem } from './reference.js';
import type { AgentItemsTable } from './tables.js';

export interface Search {
  readonly domain: string;
  readonly reference: Selectable<AgentItemsTable> | null;
  readonly providers: readonly KnownProvider[];
}

/** What is looked for; null where the agent's stored credential is all that it may use, or a person said that none of the items is right. */
export async function searchOf(ctx: VaultContext, db: Db, ref: LoginRef): Promise<Search | null> {
  await findRunning(db, ref);
  if (await isDeclined(ctx, db, ref)) return null;
  const { id, domain, credential_id } = await findAgent(db, ref.auth_agent_id);
  const reference = (await agentItem(db, id)) ?? null;
  if (credential_id !== null) {
    const stored = await findCredential(db, credential_id);
    // What a stored credential has for another site, or for an identity provider, is not completed by an item of this site.
    const isForHere = stored.sso_provider === null && sameSite(stored.domain, domain);
    if (reference === null || !isForHere) return null;
  }
  const all = db.selectFrom('providers').selectAll().where('enabled', '=', 1).orderBy('priority').orderBy('id');
  const rows =
    reference === null
      ? await all.where('auto', '=', 1).execute()
      : await all.where('id', '=', reference.provider_id).execute();
  const providers: KnownProvider[] = [];
  for (const row of rows) providers.push({ row, token: await openToken(ctx, db, row) });
  return { domain, reference, providers };
}

/** Items that a path names: `VAULT/TITLE` or `VAULT/ID`, by names that may hold a slash themselves. */
const isNamed = (path: string, { vault_name, vault_id, title, item_id }: OfferedItem): boolean =>
  [vault_name, vault_id].some((vault) => path === `${vault}/${title}` || path === `${vault}/${item_id}`);

export interface FoundItem {
  readonly kind: 'found';
  readonly candidate: Candidate<OfferedItem>;
  readonly use: ItemUse;
}

/** Several items fit, and nobody guesses between them. */
export interface Rivals {
  readonly kind: 'rivals';
  readonly rivals: readonly Candidate<OfferedItem>[];
  /** How the one will have been chosen, if it turns out that they are of one account. */
  readonly use: ItemUse;
}

type Found = FoundItem | Rivals | Extract<ItemReading, { kind: 'no_item' | 'trouble' }>;

/** The item that was chosen before, as long as it is there and for this site; else the one of the path, or of the site. */
export function findIn(ctx: VaultContext, { domain, reference }: Search, offers: Offers): Found {
  const isPinned = reference?.item_id != null;
  const pinned = offers.items.filter(
    ({ vault_id, item_id }) => vault_id === reference?.vault_id && item_id === reference.item_id,
  );
  const path = reference?.path ?? null;
  const wanted = path === null ? offers.items : offers.items.filter((item) => isNamed(path, item));
  const anew = isPinned ? 'replaced' : path === null ? 'matched' : 'named';
  for (const [items, use] of [
    [pinned, 'again'],
    [wanted, anew],
  ] as const) {
    const { chosen, rivals } = matchOffers(ctx, { ...offers, items }, domain);
    if (rivals.length > 0) return { kind: 'rivals', rivals, use };
    if (chosen !== null) return { kind: 'found', candidate: chosen, use };
    // As long as its provider can't be asked nobody knows whether it is gone.
    if (isPinned && offers.troubles.length > 0) break;
  }
  return toldOf(offers.troubles) ?? { kind: 'no_item' };
}
