/**
 * A login whose provider could not be asked waits for a person; and goes on by itself once that provider has another token, or answers again.
 */
import type { LoginRef } from '../../../contract/steps.js';
import { markAgents } from '../changes/mark.js';
import type { VaultContext } from '../context.js';
import { forgetLoginRecords, keepLoginRecord, loginRecords, runningWith } from '../invocations/login-records.js';
import type { Db } from '../store/transaction.js';
import type { Trouble } from './known.js';
import { withdrawnAgents, withdrawnFrom } from './withdrawn.js';

const TROUBLES = 'item:troubles';
const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = 60 * MINUTE_MS;

interface Noted {
  /** Grows with a new token. */
  readonly version: number;
  readonly recoveries: number;
}

/** What a login could not ask. */
interface Troubled {
  /** Its providers as they were then, by id. */
  readonly providers: Readonly<Record<string, Noted>>;
  /** When. Ms since the epoch. */
  readonly at: number;
  /** How often it has looked again, because one of them had answered, and could not ask after all. */
  readonly looks: number;
  /** What of `changedSince` it was told last. */
  readonly told: string;
}

const NOTHING: Troubled = { providers: {}, at: 0, looks: 0, told: '' };

async function troubledIn(ctx: VaultContext, db: Db, invocationId: string): Promise<Troubled> {
  const [record] = await loginRecords(ctx, db, invocationId, TROUBLES);
  if (record === undefined) return NOTHING;
  const plain: Troubled | Readonly<Record<string, number>> = JSON.parse(record.toString());
  if ('providers' in plain) return plain as Troubled;
  // Before 0044: versions alone.
  const noted = Object.entries(plain).map(([id, version]) => [id, { version, recoveries: 0 }] as const);
  return { ...NOTHING, providers: Object.fromEntries(noted) };
}

const keep = (ctx: VaultContext, db: Db, invocationId: string, troubled: Troubled): Promise<void> =>
  keepLoginRecord(ctx, db, invocationId, TROUBLES, JSON.stringify(troubled));

/** One that answers and fails by turns sends a login round in circles: each look that came to nothing makes it wait longer for the next. */
const mayLookAgain = ({ at, looks }: Troubled, now: number): boolean =>
  looks === 0 || now >= at + Math.min(MINUTE_MS * 2 ** (looks - 1), LONGEST_WAIT_MS);

const stateOf = (db: Db, ids: readonly string[]) =>
  db
    .selectFrom('providers')
    .select(['id', 'version', 'recoveries', 'trouble'])
    .where('id', 'in', ids)
    .where('enabled', '=', 1)
    .execute();

/** Remembers which providers a login could not ask, in the place of those of its last try. */
export async function noteTroubles(
  ctx: VaultContext,
  db: Db,
  { invocation_id }: Pick<LoginRef, 'invocation_id'>,
  troubles: readonly Trouble[],
): Promise<void> {
  if (troubles.length === 0) return forgetLoginRecords(ctx, db, invocation_id, TROUBLES);
  const before = await troubledIn(ctx, db, invocation_id);
  const rows = await stateOf(
    db,
    troubles.map(({ row }) => row.id),
  );
  const providers: Record<string, Noted> = {};
  for (const { code, row } of troubles) {
    const now = rows.find(({ id }) => id === row.id);
    // It took too long, which nobody has noted; or it has answered somebody else since. Whoever asks it next sees that it does.
    if (now?.trouble === null)
      await db.updateTable('providers').set({ trouble: code }).where('id', '=', row.id).execute();
    // The version is that of the token that was used.
    providers[row.id] = { version: row.version, recoveries: now?.recoveries ?? row.recoveries };
  }
  const hasLooked = rows.some(({ id, recoveries }) => (before.providers[id]?.recoveries ?? recoveries) < recoveries);
  await keep(ctx, db, invocation_id, {
    ...NOTHING,
    providers,
    at: ctx.clock(),
    looks: hasLooked ? before.looks + 1 : before.looks,
  });
}

/** Of what a login could not ask, what it is to look at again: it has another token, has answered again, or is not to be asked any more. */
async function changedOf(ctx: VaultContext, db: Db, troubled: Troubled): Promise<readonly string[]> {
  const ids = Object.keys(troubled.providers);
  if (ids.length === 0) return [];
  const mayLook = mayLookAgain(troubled, ctx.clock());
  const rows = await stateOf(db, ids);
  const changed = rows.filter(({ id, version, recoveries }) => {
    const then = troubled.providers[id];
    return version !== then?.version || (mayLook && recoveries !== then.recoveries);
  });
  const off = ids.filter((one) => !rows.some(({ id }) => id === one));
  return [...changed.map(({ id, version, recoveries }) => `${id} ${version} ${recoveries}`), ...off];
}

/** What of its providers a login is to look at again. Empty: nothing. */
export async function changedSince(ctx: VaultContext, db: Db, invocationId: string): Promise<readonly string[]> {
  const changed = await changedOf(ctx, db, await troubledIn(ctx, db, invocationId));
  const withdrawn = await withdrawnFrom(ctx, db, invocationId);
  return withdrawn === null ? changed : [...changed, withdrawn];
}

/** Tells logins that run, and could not ask a provider, that they are to look again: each once. @returns the ids of all such providers */
export async function tellWaiting(ctx: VaultContext, db: Db): Promise<readonly string[]> {
  const troubling = new Set<string>();
  const waiting: string[] = [];
  for (const { id, agent_id } of await runningWith(db, TROUBLES)) {
    const troubled = await troubledIn(ctx, db, id);
    for (const provider of Object.keys(troubled.providers)) troubling.add(provider);
    const news = (await changedOf(ctx, db, troubled)).join('\n');
    if (news === '' || news === troubled.told) continue;
    await keep(ctx, db, id, { ...troubled, told: news });
    waiting.push(agent_id);
  }
  await markAgents(ctx, db, [...waiting, ...(await withdrawnAgents(ctx, db))]);
  return [...troubling];
}
