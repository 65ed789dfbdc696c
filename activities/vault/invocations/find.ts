import type { Selectable } from 'kysely';
import { AgentAuthError } from '../../../contract/index.js';
import type { LoginRef } from '../../../contract/steps.js';
import type { InvocationsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';

export type InvocationRow = Selectable<InvocationsTable>;

export const findInvocation = (db: Db, id: string): Promise<InvocationRow | undefined> =>
  db.selectFrom('invocations').selectAll().where('id', '=', id).executeTakeFirst();

/**
 * The record of a login. One of another agent is as good as none: what a workflow says of itself is compared, not believed.
 * @throws AgentAuthError `invocation_not_found`
 */
export async function findLogin(db: Db, { invocation_id, auth_agent_id }: LoginRef): Promise<InvocationRow> {
  const row = await findInvocation(db, invocation_id);
  if (row === undefined || row.agent_id !== auth_agent_id) throw new AgentAuthError('invocation_not_found');
  return row;
}

/** Whether a login may go on: it has not ended, and its agent was not deleted. */
export async function isRunning(db: Db, { ended_at, agent_id }: InvocationRow): Promise<boolean> {
  if (ended_at !== null) return false;
  const agent = await db.selectFrom('agents').select('id').where('id', '=', agent_id).executeTakeFirst();
  return agent !== undefined;
}

/** @throws AgentAuthError `invocation_not_found`, `invocation_ended` */
export async function findRunning(db: Db, ref: LoginRef): Promise<InvocationRow> {
  const row = await findLogin(db, ref);
  if (await isRunning(db, row)) return row;
  // That of an agent that was deleted is about to be canceled.
  throw new AgentAuthError('invocation_ended', { status: row.ended_at === null ? 'CANCELED' : row.status });
}
