/** Asks a provider, and remembers what was wrong with it. Never in a transaction: a provider takes its time. */
import { AgentAuthError } from '../../../contract/index.js';
import type { ItemOverview, Provider } from '../../providers/index.js';
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { NO_PAUSE, pauseAfter } from './pause.js';
import type { ProviderRow } from './record.js';

/** Whoever asks the vault waits 15 seconds for an answer (workflows/vault-call.ts). */
const WAITED_MS = 12_000;

/** Waits only so long. What takes longer goes on behind it: a list is there for who asks next. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new AgentAuthError('provider_unavailable', { reason: 'timeout' });
    timer = setTimeout(() => reject(error), WAITED_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

/** A provider with its token, in memory. */
export interface KnownProvider {
  readonly row: ProviderRow;
  readonly token: string;
}

const limitedUntil = (until: number): AgentAuthError =>
  new AgentAuthError('provider_rate_limited', { until: new Date(until).toISOString() });

/**
 * @throws AgentAuthError as the provider does; `provider_unavailable` after a while
 */
export const askInTime: typeof askProvider = (...question) => inTime(askProvider(...question));

/**
 * @throws AgentAuthError `provider_rate_limited` without asking, as long as the provider wants no requests; and what the provider says
 */
async function askProvider<T>(
  ctx: VaultContext,
  { row, token }: KnownProvider,
  ask: (provider: Provider) => Promise<T>,
): Promise<T> {
  const { limited_until: until } = await inTransaction(ctx.db, (db) => stateOf(db, row.id));
  if (until !== null && until > ctx.clock()) throw limitedUntil(until);
  try {
    const answer = await ask(ctx.connections.of(row, token));
    await noteTrouble(ctx, row, null);
    return answer;
  } catch (error) {
    if (!(error instanceof AgentAuthError)) throw new AgentAuthError('provider_unavailable', { reason: 'failed' });
    // What is wrong with one item says nothing of the provider.
    if (error.code.startsWith('provider_item')) throw error;
    const pausedUntil = await noteTrouble(ctx, row, error);
    throw error.code === 'provider_rate_limited' && pausedUntil !== null ? limitedUntil(pausedUntil) : error;
  }
}

const stateOf = async (db: Db, id: string) =>
  (await db
    .selectFrom('providers')
    .select(['trouble', 'limited_until', 'limited_since'])
    .where('id', '=', id)
    .executeTakeFirst()) ?? {
    trouble: null,
    ...NO_PAUSE,
  };

/** @returns until when it is left alone */
const noteTrouble = (ctx: VaultContext, { id }: ProviderRow, error: AgentAuthError | null): Promise<number | null> =>
  inTransaction(ctx.db, async (db) => {
    const known = await stateOf(db, id);
    const now = ctx.clock();
    const isLimited = error?.code === 'provider_rate_limited';
    // What was asked before it wanted no more requests, and is answered after, says nothing of its limit.
    if (!isLimited && known.limited_until !== null && known.limited_until > now) return known.limited_until;
    const pause = isLimited ? pauseAfter(known, error, now) : NO_PAUSE;
    const next = { trouble: error?.code ?? null, ...pause };
    if (known.trouble !== next.trouble || known.limited_until !== next.limited_until)
      await db.updateTable('providers').set(next).where('id', '=', id).execute();
    return next.limited_until;
  });

const listAt = (id: string, version: number): FieldRef => ({ table: 'providers', id, field: 'items', version });

async function cached(ctx: VaultContext, { id, cache_ttl_seconds }: ProviderRow): Promise<ItemOverview[] | null> {
  return inTransaction(ctx.db, async (db) => {
    const list = await db.selectFrom('provider_lists').selectAll().where('provider_id', '=', id).executeTakeFirst();
    if (list === undefined || list.listed_at + cache_ttl_seconds * 1000 <= ctx.clock()) return null;
    return JSON.parse((await ctx.records.open(db, listAt(id, list.version), list.sealed)).toString());
  });
}

const keep = (ctx: VaultContext, { id }: ProviderRow, items: readonly ItemOverview[]): Promise<void> =>
  inTransaction(ctx.db, async (db) => {
    const exists = await db.selectFrom('providers').select('id').where('id', '=', id).executeTakeFirst();
    if (exists === undefined) return;
    const before = await db
      .selectFrom('provider_lists')
      .select('version')
      .where('provider_id', '=', id)
      .executeTakeFirst();
    const version = (before?.version ?? 0) + 1;
    const sealed = await ctx.records.seal(db, listAt(id, version), JSON.stringify(items));
    const list = { version, listed_at: ctx.clock(), sealed };
    await db
      .insertInto('provider_lists')
      .values({ provider_id: id, ...list })
      .onConflict((conflict) => conflict.column('provider_id').doUpdateSet(list))
      .execute();
  });

/**
 * The overviews of a provider's items: those of the last list, as long as that is believed.
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
    const known = afresh ? null : await cached(ctx, row);
    if (known !== null) return known;
    const items = await askProvider(ctx, provider, (one) => one.list());
    await keep(ctx, row, items);
    return items;
  });
  return inTime(listing);
}
