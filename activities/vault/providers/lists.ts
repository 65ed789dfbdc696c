/** What providers list: kept encrypted, so that no worker asks again while it is fresh. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ItemOverview, KnownItems } from '../../providers/index.js';
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import { lapsed } from '../store/lapsed.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { askProvider, inTime } from './asking.js';
import { noticeChanges } from './changes.js';
import type { KnownProvider } from './known.js';
import type { ProviderRow } from './record.js';

/** A list as it is kept. */
interface Kept {
  /** Versions of the vaults, by id, of those that have one: what has not changed is not listed again. */
  readonly vaults: Readonly<Record<string, string>>;
  readonly items: readonly ItemOverview[];
}

const listAt = (id: string, version: number): FieldRef => ({ table: 'providers', id, field: 'items', version });

/** @param since ms since the epoch: older lists count for nothing */
const kept = (ctx: VaultContext, { id }: ProviderRow, since: number): Promise<Kept | null> =>
  inTransaction(ctx.db, async (db) => {
    const list = await db.selectFrom('provider_lists').selectAll().where('provider_id', '=', id).executeTakeFirst();
    if (list === undefined || list.listed_at < since) return null;
    const plain: Kept | readonly ItemOverview[] = JSON.parse(
      (await ctx.records.open(db, listAt(id, list.version), list.sealed)).toString(),
    );
    // Before 0038 it was the items alone.
    return 'items' in plain ? plain : { vaults: {}, items: plain };
  });

async function exists(db: Db, id: string): Promise<boolean> {
  return (await db.selectFrom('providers').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

const keep = (ctx: VaultContext, { id }: ProviderRow, listed: Kept): Promise<void> =>
  inTransaction(ctx.db, async (db) => {
    if (!(await exists(db, id))) return;
    const before = await db
      .selectFrom('provider_lists')
      .select('version')
      .where('provider_id', '=', id)
      .executeTakeFirst();
    const version = (before?.version ?? 0) + 1;
    const sealed = await ctx.records.seal(db, listAt(id, version), JSON.stringify(listed));
    const list = { version, listed_at: ctx.clock(), sealed };
    await db
      .insertInto('provider_lists')
      .values({ provider_id: id, ...list })
      .onConflict((conflict) => conflict.column('provider_id').doUpdateSet(list))
      .execute();
    await noticeChanges(ctx, db, id, listed.items);
  });

/** How long a worker may list before another one tries: it may have died. Ms. */
const LISTING_MS = 20_000;
const LOOK_AGAIN_MS = 250;

/** @returns false where another worker lists it now */
const takeListing = (ctx: VaultContext, { id }: ProviderRow): Promise<boolean> =>
  inTransaction(ctx.db, async (db) => {
    const now = ctx.clock();
    const { numUpdatedRows } = await db
      .updateTable('providers')
      .set({ listing_until: now + LISTING_MS })
      .where('id', '=', id)
      .where((eb) => eb.or([eb('listing_until', 'is', null), lapsed(eb, 'listing_until', now, LISTING_MS)]))
      .executeTakeFirst();
    return numUpdatedRows > 0n || !(await exists(db, id));
  });

const endListing = (ctx: VaultContext, { id }: ProviderRow): Promise<unknown> =>
  inTransaction(ctx.db, (db) =>
    db.updateTable('providers').set({ listing_until: null }).where('id', '=', id).execute(),
  );

async function listNow(ctx: VaultContext, provider: KnownProvider, afresh: boolean): Promise<readonly ItemOverview[]> {
  const { row } = provider;
  const before = afresh ? null : await kept(ctx, row, 0);
  const vaults: Record<string, string> = {};
  const known: KnownItems = ({ id, version }) => {
    if (version === undefined) return null;
    vaults[id] = version;
    return before?.vaults[id] === version ? before.items.filter(({ vault_id }) => vault_id === id) : null;
  };
  const items = await askProvider(ctx, provider, (one) => one.list(known));
  await keep(ctx, row, { vaults, items });
  return items;
}

/** Lists a provider, unless another worker has done so since. */
async function listOnce(ctx: VaultContext, provider: KnownProvider, afresh: boolean): Promise<readonly ItemOverview[]> {
  const { row } = provider;
  const began = ctx.clock();
  let waited = 0;
  while (!(await takeListing(ctx, row))) {
    await sleep(LOOK_AGAIN_MS);
    waited += LOOK_AGAIN_MS;
    const theirs = await kept(ctx, row, began);
    if (theirs !== null) return theirs.items;
    if (waited >= LISTING_MS) break;
  }
  try {
    return await listNow(ctx, provider, afresh);
  } finally {
    await endListing(ctx, row);
  }
}

/**
 * The overviews of a provider's items: those of the last list, while that is fresh.
 * @throws AgentAuthError as `askProvider` does
 */
export async function overviewsOf(
  ctx: VaultContext,
  provider: KnownProvider,
  { afresh = false }: { readonly afresh?: boolean } = {},
): Promise<readonly ItemOverview[]> {
  const { row } = provider;
  // What is known is looked up within the flight too: who comes after it has landed finds what it brought.
  const listing = ctx.connections.listing(`${row.id} ${afresh}`, async () => {
    const since = ctx.clock() - row.cache_ttl_seconds * 1000;
    const believed = afresh || row.cache_ttl_seconds === 0 ? null : await kept(ctx, row, since + 1);
    return believed === null ? listOnce(ctx, provider, afresh) : believed.items;
  });
  return inTime(listing);
}
