import type { Selectable } from 'kysely';
import type { SessionEndCause } from '../../../contract/agent/session-lifetime.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import type { VaultActivities } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { recordStatus } from '../events/session.js';
import { noteCause } from '../lifetimes/last-end.js';
import { hasOthersSession } from '../profiles/end-others.js';
import type { AgentsTable } from '../store/schema.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { rememberName } from './remember-name.js';

/** The last session of an agent that the vault saved after it was proven; undefined where it saved none. */
const lastSession = (db: Db, { id, created_at }: Pick<Selectable<AgentsTable>, 'id' | 'created_at'>) =>
  db
    .selectFrom('invocations')
    .select(['ended_at as last_auth_at', 'session_expires_at', 'post_login_url'])
    .where('agent_id', '=', id)
    .where('ended_at', '>=', created_at)
    .where('status', '=', 'SUCCESS')
    .where('saved_at', 'is not', null)
    .orderBy('ended_at', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Timers of workflows fire by Temporal's clock. */
const CLOCKS_MS = 30_000;

/** A workflow gives up a session by itself when its time is over; before that only somebody who said so makes it. */
const causeOf = (
  { session_expires_at: end }: Pick<Selectable<AgentsTable>, 'session_expires_at'>,
  now: number,
): SessionEndCause => (end !== null && Number(end) <= now + CLOCKS_MS ? 'time_over' : 'reported');

/**
 * Keeps the index of agents current. An agent says whether its session is still good; what session that is, the vault knows itself. An
 * agent that was revoked meanwhile stays gone.
 * @param callerId id of the workflow that asks: an agent reports on itself alone
 * @throws AgentAuthError `agent_not_found`
 */
export function recordAgent(
  ctx: VaultContext,
  { id, status, save_credential_as }: Parameters<VaultActivities['recordAgent']>[0],
  callerId: string,
): Promise<void> {
  return inTransaction(ctx.db, async (db) => {
    if (id !== callerId) throw new AgentAuthError('agent_not_found');
    const agent = await db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst();
    if (agent === undefined) return;
    await rememberName(db, agent, null, save_credential_as);
    const change = { name_from_workflow: 0, updated_at: ctx.clock() } as const;
    const update = db.updateTable('agents').where('id', '=', id).set(change);
    if (status === 'NEEDS_AUTH') {
      await recordStatus(ctx, db, agent, status);
      if (agent.status === 'AUTHENTICATED') await noteCause(ctx, db, id, causeOf(agent, ctx.clock()));
      await update.set({ status, session_expires_at: null }).execute();
      return;
    }
    // What it believes may be older than the account that it is to log in with.
    const session = (await hasOthersSession(ctx, db, agent)) ? undefined : await lastSession(db, agent);
    if (session !== undefined) await recordStatus(ctx, db, agent, 'AUTHENTICATED', session);
    await (session === undefined ? update : update.set({ status: 'AUTHENTICATED', ...session })).execute();
  });
}
