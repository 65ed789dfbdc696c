import type { Selectable } from 'kysely';
import { hasCode } from '../../../contract/has-code.js';
import { AgentAuthError } from '../../../contract/index.js';
import { sameSite } from '../../../contract/site.js';
import type { LoginRef } from '../../../contract/steps.js';
import type { Candidate, ItemValues } from '../../providers/index.js';
import { findAgent } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { findCredential } from '../credentials/find.js';
import { findRunning } from '../invocations/find.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { parseTotp, type TotpSecret } from '../totp/parse.js';
import type { ItemReading } from '../types.js';
import { askInTime, type KnownProvider } from './asking.js';
import type { ItemPlace } from './connections.js';
import { matchOffers, type OfferedItem, type Offers, offersFor } from './offered.js';
import { openToken } from './record.js';
import { agentItem } from './reference.js';
import type { AgentItemsTable } from './tables.js';

interface Search {
  readonly domain: string;
  readonly reference: Selectable<AgentItemsTable> | null;
  readonly providers: readonly KnownProvider[];
}

/** What is looked for; null where the agent's stored credential is all that it may use. */
async function searchOf(ctx: VaultContext, db: Db, ref: LoginRef): Promise<Search | null> {
  await findRunning(db, ref);
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

type Found =
  | { readonly kind: 'found'; readonly candidate: Candidate<OfferedItem>; readonly first: boolean }
  | Extract<ItemReading, { kind: 'ambiguous' | 'no_item' | 'trouble' }>;

/** The item that was chosen before, as long as it is there and for this site; else the one of the path, or of the site. */
function findIn(ctx: VaultContext, { domain, reference }: Search, offers: Offers): Found {
  const pinned = offers.items.filter(
    ({ vault_id, item_id }) => vault_id === reference?.vault_id && item_id === reference.item_id,
  );
  for (const [items, first] of [
    [pinned, false],
    [reference?.path == null ? offers.items : offers.items.filter((item) => isNamed(reference.path!, item)), true],
  ] as const) {
    const { chosen, ambiguous } = matchOffers(ctx, { ...offers, items }, domain);
    if (ambiguous) return { kind: 'ambiguous' };
    if (chosen !== null) return { kind: 'found', candidate: chosen, first };
  }
  const [code] = offers.troubles;
  return code === undefined ? { kind: 'no_item' } : { kind: 'trouble', code };
}

/** A secret of a kind that we make no codes of is as good as none: a person is asked for the code. */
function totpOf({ totp }: ItemValues): TotpSecret | null {
  try {
    return totp === null ? null : parseTotp(totp);
  } catch (error) {
    if (hasCode(error, 'invalid_totp_secret')) return null;
    throw error;
  }
}

/** The host of the address that chose the item; that host alone, where the item says so. */
function placeOf({ item, address }: Candidate<OfferedItem>, domain: string, { values }: ItemValues): ItemPlace {
  const exact = item.addresses.some(({ url, reach }) => url === address && reach === 'host');
  const id = `${item.provider.row.id}/${item.vault_id}/${item.item_id}`;
  return { id, keys: Object.keys(values).sort(), domain, exact };
}

const pin = (ctx: VaultContext, { auth_agent_id: agent_id }: LoginRef, { item }: Candidate<OfferedItem>) =>
  inTransaction(ctx.db, async (db) => {
    const provider_id = item.provider.row.id;
    const chosen = { provider_id, vault_id: item.vault_id, item_id: item.item_id, chosen_at: ctx.clock() };
    await db
      .insertInto('agent_items')
      .values({ agent_id, path: null, ...chosen })
      .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(chosen))
      .execute();
  });

async function readFound(
  ctx: VaultContext,
  ref: LoginRef,
  { domain }: Search,
  { candidate, first }: Extract<Found, { kind: 'found' }>,
): Promise<ItemReading> {
  const read = await askInTime(ctx, candidate.item.provider, (provider) => provider.read(candidate.item));
  const place = placeOf(candidate, domain, read);
  const totp = totpOf(read);
  ctx.connections.hold(ref.auth_agent_id, { invocation_id: ref.invocation_id, values: read.values, totp, place });
  if (first) await pin(ctx, ref, candidate);
  return { kind: 'read', place, first, instead: read.instead };
}

/** See `ProviderVault.readItem`. */
export async function readItem(ctx: VaultContext, ref: LoginRef): Promise<ItemReading> {
  const search = await inTransaction(ctx.db, (db) => searchOf(ctx, db, ref));
  if (search === null || search.providers.length === 0) return { kind: 'none' };
  for (const afresh of [false, true]) {
    const offers = await offersFor(ctx, search.providers, search.domain, afresh);
    const found = findIn(ctx, search, offers);
    if (found.kind !== 'found') return found;
    try {
      return await readFound(ctx, ref, search, found);
    } catch (error) {
      if (!(error instanceof AgentAuthError)) throw error;
      // It was listed, and is gone: the list is too old.
      if (error.code === 'provider_item_not_found') continue;
      return { kind: 'trouble', code: error.code };
    }
  }
  return { kind: 'no_item' };
}
