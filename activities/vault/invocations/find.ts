import type { Selectable } from 'kysely';
import { AgentAuthError } from '../../../contract/index.js';
import type { InvocationsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';

export const findInvocation = (db: Db, id: string): Promise<Selectable<InvocationsTable> | undefined> =>
  db.selectFrom('invocations').selectAll().where('id', '=', id).executeTakeFirst();

/** @throws AgentAuthError `invocation_not_found`, `invocation_ended` */
export async function findRunning(db: Db, id: string): Promise<Selectable<InvocationsTable>> {
  const row = await findInvocation(db, id);
  if (row === undefined) throw new AgentAuthError('invocation_not_found');
  if (row.ended_at !== null) throw new AgentAuthError('invocation_ended');
  return row;
}
