/** Which agents are compared next, by whichever worker. */
import type { Selectable } from 'kysely';
import type { Batch, BatchEnd, Pace } from '../comparison.js';
import type { VaultContext } from '../context.js';
import { newId } from '../store/ids.js';
import { lapsed } from '../store/lapsed.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { ComparisonsTable } from './tables.js';

type Row = Selectable<ComparisonsTable>;

const NAME = 'temporal';
/** So many agents at a time. */
const SLOW = 20;
const FAST = 100;
/** Longer than a batch takes. Its worker may die meanwhile. Ms. */
const LEASED_MS = 60_000;
const MINUTE_MS = 60_000;
const LISTED_EACH_MS = 3_600_000;
/** A login that began just now may be on its way to what describes it. Ms. */
const YOUNG_MS = 30_000;

const sizeAt = ({ pace }: Pick<Row, 'pace'>): number => (pace === 'slow' ? SLOW : FAST);

async function readRow(db: Db): Promise<Row> {
  const fresh = { pace: 'slow', after: '', lease: null, leased_until: 0, next_at: 0, listed_at: 0 } as const;
  await db
    .insertInto('comparisons')
    .values({ name: NAME, ...fresh })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return db.selectFrom('comparisons').selectAll().where('name', '=', NAME).executeTakeFirstOrThrow();
}

const change = (db: Db, set: Partial<Row>) => db.updateTable('comparisons').set(set).where('name', '=', NAME);

/** Agents that are granted, and those of which a login is in progress. */
async function agentsAfter(db: Db, after: string, limit: number): Promise<string[]> {
  const granted = db.selectFrom('agents').select('id').where('id', '>', after);
  const open = db
    .selectFrom('invocations')
    .select('agent_id as id')
    .where('ended_at', 'is', null)
    .where('agent_id', '>', after);
  const rows = await granted.union(open).orderBy('id').limit(limit).execute();
  return rows.map(({ id }) => id);
}

/** See `ComparisonVault.askComparison`. */
export const askComparison = (ctx: VaultContext, pace: Exclude<Pace, 'slow'> = 'all'): Promise<void> =>
  inTransaction(ctx.db, async (db) => {
    const current = (await readRow(db)).pace;
    if (current === 'slow' || pace === 'all and tell') await change(db, { pace, after: '' }).execute();
  });

/** See `ComparisonVault.takeBatch`. */
export const takeBatch = (ctx: VaultContext): Promise<Batch | null> =>
  inTransaction(ctx.db, async (db): Promise<Batch | null> => {
    const now = ctx.clock();
    const row = await readRow(db);
    if (row.pace === 'slow' && row.next_at > now) return null;
    const lease = newId('cmp');
    const { numUpdatedRows } = await change(db, { lease, leased_until: now + LEASED_MS })
      .where((eb) => lapsed(eb, 'leased_until', now, LEASED_MS))
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) return null;
    const agents = await agentsAfter(db, row.after, sizeAt(row));
    const logins = await db
      .selectFrom('invocations')
      .select(['id as invocation_id', 'agent_id as auth_agent_id', 'run_id'])
      .where('agent_id', 'in', ['', ...agents])
      .where('ended_at', 'is', null)
      .where('started_at', '<=', now - YOUNG_MS)
      .execute();
    return { lease, agents, logins, pace: row.pace };
  });

/** What is next, after a batch. */
function nextOf({ pace, after }: Row, batch: Batch, found: boolean): Pick<Row, 'pace' | 'after'> {
  // Others may be older than what the vault knows, too: from the first one on.
  if (found && batch.pace !== 'all and tell') return { pace: 'all and tell', after: '' };
  // Somebody has asked for all meanwhile.
  if (pace !== batch.pace) return { pace, after };
  const isLast = batch.agents.length < sizeAt(batch);
  return isLast ? { pace: 'slow', after: '' } : { pace, after: batch.agents.at(-1)! };
}

/** See `ComparisonVault.endBatch`. */
export const endBatch = (ctx: VaultContext, batch: Batch, found: boolean): Promise<BatchEnd> =>
  inTransaction(ctx.db, async (db): Promise<BatchEnd> => {
    const now = ctx.clock();
    const row = await readRow(db);
    if (row.lease !== batch.lease) return { goes_on: false, lists: false };
    const next = nextOf(row, batch, found);
    const isThrough = next.pace === 'slow' && next.after === '';
    const lists = isThrough && (row.pace !== 'slow' || row.listed_at <= now - LISTED_EACH_MS);
    await change(db, {
      ...next,
      lease: null,
      leased_until: 0,
      next_at: now + MINUTE_MS,
      listed_at: lists ? now : row.listed_at,
    }).execute();
    return { goes_on: next.pace !== 'slow', lists };
  });

/** See `ComparisonVault.dropBatch`. */
export const dropBatch = (ctx: VaultContext, { lease }: Batch): Promise<void> =>
  inTransaction(ctx.db, async (db) => {
    await change(db, { lease: null, leased_until: 0 }).where('lease', '=', lease).execute();
  });
