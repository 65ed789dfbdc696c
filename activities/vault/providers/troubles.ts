/** A login whose provider could not be asked waits for a person; and goes on by itself once that provider has another token. */
import type { LoginRef } from '../../../contract/steps.js';
import { markAgents } from '../changes/mark.js';
import type { VaultContext } from '../context.js';
import { forgetLoginRecords, keepLoginRecord, loginRecords } from '../invocations/login-records.js';
import type { Db } from '../store/transaction.js';
import type { ProviderRow } from './record.js';

const TROUBLES = 'item:troubles';

/** Versions of the providers that a login could not ask, by id. */
type Troubled = Readonly<Record<string, number>>;

async function troubledIn(ctx: VaultContext, db: Db, invocationId: string): Promise<Troubled> {
  const [record] = await loginRecords(ctx, db, invocationId, TROUBLES);
  return record === undefined ? {} : JSON.parse(record.toString());
}

/** Remembers which providers a login could not ask, in the place of those of its last try. */
export async function noteTroubles(
  ctx: VaultContext,
  db: Db,
  { invocation_id }: Pick<LoginRef, 'invocation_id'>,
  rows: readonly Pick<ProviderRow, 'id' | 'version'>[],
): Promise<void> {
  if (rows.length === 0) return forgetLoginRecords(ctx, db, invocation_id, TROUBLES);
  const troubled: Troubled = Object.fromEntries(rows.map(({ id, version }) => [id, version]));
  await keepLoginRecord(ctx, db, invocation_id, TROUBLES, JSON.stringify(troubled));
}

/** Those that are other ones now than when the login could not ask them: by id and version. Empty: it has nothing to try again. */
export async function changedSince(ctx: VaultContext, db: Db, invocationId: string): Promise<readonly string[]> {
  const troubled = await troubledIn(ctx, db, invocationId);
  const ids = Object.keys(troubled);
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('providers')
    .select(['id', 'version'])
    .where('id', 'in', ids)
    .where('enabled', '=', 1)
    .execute();
  return rows.filter(({ id, version }) => version !== troubled[id]).map(({ id, version }) => `${id} ${version}`);
}

/** Tells the logins that run and could not ask a provider that it is another one now. */
export async function tellWaiting(ctx: VaultContext, db: Db, { id }: Pick<ProviderRow, 'id'>): Promise<void> {
  const running = await db
    .selectFrom('login_records')
    .innerJoin('invocations', 'invocations.id', 'login_records.owner_id')
    .select(['invocations.id', 'invocations.agent_id'])
    .where('login_records.name', '=', TROUBLES)
    .where('invocations.ended_at', 'is', null)
    .execute();
  const waiting: string[] = [];
  for (const login of running) if (Object.hasOwn(await troubledIn(ctx, db, login.id), id)) waiting.push(login.agent_id);
  await markAgents(ctx, db, waiting);
}
