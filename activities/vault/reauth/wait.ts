/** What agents wait for from people: it outlives the login that asked, so that nobody forgets it. */
import type { Selectable } from 'kysely';
import type { VaultContext } from '../context.js';
import { refusedKeys } from '../credentials/values.js';
import type { InvocationRow } from '../invocations/find.js';
import type { Db } from '../store/transaction.js';
import type { ReauthWaitsTable } from './tables.js';

export type WaitRow = Selectable<ReauthWaitsTable>;

const DAY_MS = 24 * 3_600_000;
/** A login that nobody answered comes again after the first, and after each later one. */
const AGAIN_AFTER_MS = { first: DAY_MS, later: 7 * DAY_MS } as const;

export const findWait = (db: Db, agentId: string): Promise<WaitRow | undefined> =>
  db.selectFrom('reauth_waits').selectAll().where('agent_id', '=', agentId).executeTakeFirst();

export async function forgetWait(db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('reauth_waits').where('agent_id', '=', agentId).execute();
}

/** A re-login asks a person for something. Since when stays that of the first one which nobody answered. */
export async function beginWait(
  ctx: VaultContext,
  db: Db,
  { id: invocation_id, agent_id }: Pick<InvocationRow, 'id' | 'agent_id'>,
  asked: Pick<ReauthWaitsTable, 'waits_for' | 'missing' | 'until'>,
): Promise<void> {
  const now = { ...asked, invocation_id, reminded: 0, next_at: null };
  await db
    .insertInto('reauth_waits')
    .values({ agent_id, since: ctx.clock(), unanswered: 0, brought: 0, link_asked_at: null, ...now })
    .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(now))
    .execute();
}

/** Whether a site has refused a value that the agent would send by itself, or that this login sent. */
async function hasRefused(db: Db, { id, agent_id }: Pick<InvocationRow, 'id' | 'agent_id'>): Promise<boolean> {
  const refused = await db
    .selectFrom('attempts')
    .select('id')
    .where('invocation_id', '=', id)
    .where('outcome', '=', 'refused')
    .limit(1)
    .executeTakeFirst();
  if (refused !== undefined) return true;
  const agent = await db.selectFrom('agents').select('credential_id').where('id', '=', agent_id).executeTakeFirst();
  return agent?.credential_id != null && (await refusedKeys(db, agent.credential_id)).length > 0;
}

/**
 * A login has ended. One that nobody answered in time leaves its wait behind, and comes again by itself where nothing was refused. Any other end says by
 * itself what there is to say.
 */
export async function endWait(
  ctx: VaultContext,
  db: Db,
  login: Pick<InvocationRow, 'id' | 'agent_id'>,
  status: InvocationRow['status'],
): Promise<void> {
  const wait = await findWait(db, login.agent_id);
  if (wait === undefined || (status !== 'SUCCESS' && wait.invocation_id !== login.id)) return;
  if (status !== 'EXPIRED') return forgetWait(db, login.agent_id);
  const again = wait.unanswered === 0 ? AGAIN_AFTER_MS.first : AGAIN_AFTER_MS.later;
  const next_at = (await hasRefused(db, login)) ? null : ctx.clock() + again;
  await db
    .updateTable('reauth_waits')
    .set({ invocation_id: null, until: null, unanswered: wait.unanswered + 1, next_at })
    .where('agent_id', '=', login.agent_id)
    .execute();
}

/** Whether an agent waits for something, and no login asks for it now: whatever changes for it may be the answer. */
export async function isUnanswered(db: Db, agentId: string): Promise<boolean> {
  const wait = await findWait(db, agentId);
  return wait !== undefined && wait.invocation_id === null;
}

/** When a login that ended comes again by itself; null: not. */
export async function comesAgainAt(db: Db, { agent_id, type, status }: InvocationRow): Promise<number | null> {
  if (type !== 'reauth' || status !== 'EXPIRED') return null;
  const wait = await findWait(db, agent_id);
  return wait === undefined || wait.invocation_id !== null || wait.next_at === null ? null : Number(wait.next_at);
}
