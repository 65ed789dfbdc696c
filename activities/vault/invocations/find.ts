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

/** @throws AgentAuthError `invocation_not_found`, `invocation_ended` */
export async function findRunning(db: Db, ref: LoginRef): Promise<InvocationRow> {
  const row = await findLogin(db, ref);
  if (row.ended_at !== null) throw new AgentAuthError('invocation_ended', { status: row.status });
  return row;
}
