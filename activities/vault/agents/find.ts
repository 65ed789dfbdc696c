import type { Selectable } from 'kysely';
import { AgentAuthError } from '../../../contract/index.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';

/** @throws AgentAuthError `agent_not_found` */
export async function findAgent(db: Db, id: string): Promise<Selectable<AgentsTable>> {
  const row = await db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new AgentAuthError('agent_not_found');
  return row;
}

/** Whose login it is: what was refused is remembered for the credential, or for the agent where none is linked. */
export const accountOf = (agent: Pick<AgentsTable, 'id' | 'credential_id'>): string => agent.credential_id ?? agent.id;
