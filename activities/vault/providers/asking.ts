/** Asks a provider, and remembers what was wrong with it. Never in a transaction: a provider takes its time. */
import { AgentAuthError } from '../../../contract/index.js';
import type { Provider } from '../../providers/index.js';
import type { VaultContext } from '../context.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { KnownProvider } from './known.js';
import { NO_PAUSE, pauseAfter } from './pause.js';
import type { ProviderRow } from './record.js';
import { tellWaiting } from './troubles.js';

/** Whoever asks the vault waits 15 seconds for an answer (workflows/vault-call.ts). */
const WAITED_MS = 12_000;

/** Waits only so long. What takes longer goes on behind it: a list is there for who asks next. */
export async function inTime<T>(work: Promise<T>): Promise<T> {
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

const limitedUntil = (until: number): AgentAuthError =>
  new AgentAuthError('provider_rate_limited', { until: new Date(until).toISOString() });

/**
 * @throws AgentAuthError as the provider does; `provider_unavailable` after a while
 */
export const askInTime: typeof askProvider = (...question) => inTime(askProvider(...question));

/**
 * @throws AgentAuthError `provider_rate_limited` without asking, as long as the provider wants no requests; and what the provider says
 */
export async function askProvider<T>(
  ctx: VaultContext,
  { row, token }: KnownProvider,
  ask: (provider: Provider) => Promise<T>,
): Promise<T> {
  const { limited_until: until } = await inTransaction(ctx.db, (db) => stateOf(db, row.id));
  if (until !== null && until > ctx.clock()) throw limitedUntil(until);
  try {
    const answer = await counted(ctx, row, () => ask(ctx.connections.of(row, token)));
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

/** Counts what a provider answers, by its type alone: for metrics. */
async function counted<T>({ connections }: VaultContext, { kind }: ProviderRow, call: () => Promise<T>): Promise<T> {
  try {
    const answer = await call();
    connections.count(kind, 'ok');
    return answer;
  } catch (error) {
    connections.count(kind, error instanceof AgentAuthError ? error.code : 'provider_unavailable');
    throw error;
  }
}

const stateOf = async (db: Db, id: string) =>
  (await db
    .selectFrom('providers')
    .select(['trouble', 'recoveries', 'limited_until', 'limited_since'])
    .where('id', '=', id)
    .executeTakeFirst()) ?? {
    trouble: null,
    recoveries: 0,
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
    const isBack = known.trouble !== null && next.trouble === null;
    const recoveries = known.recoveries + (isBack ? 1 : 0);
    if (known.trouble !== next.trouble || known.limited_until !== next.limited_until)
      await db
        .updateTable('providers')
        .set({ ...next, recoveries })
        .where('id', '=', id)
        .execute();
    if (isBack) await tellWaiting(ctx, db);
    return next.limited_until;
  });
