import type { Selectable } from 'kysely';
import { NAME_PATTERN } from '../../../contract/names.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';

const nameOrNull = (text: unknown): string | null =>
  typeof text === 'string' && NAME_PATTERN.test(text) ? text : null;

/**
 * Keeps the name that an agent's logins save the answers of people under.
 * @param authorized as the holder of an access key said; null leaves the name as it is
 * @param fromWorkflow counts once, for an agent from before the vault kept the name
 * @returns the name that counts now
 */
export async function rememberName(
  db: Db,
  agent: Pick<Selectable<AgentsTable>, 'id' | 'save_credential_as' | 'name_from_workflow'>,
  authorized: string | null,
  fromWorkflow: unknown,
): Promise<string | null> {
  const adopted = agent.name_from_workflow === 1 ? nameOrNull(fromWorkflow) : null;
  const name = authorized ?? agent.save_credential_as ?? adopted;
  if (name !== agent.save_credential_as) {
    const change = { save_credential_as: name, name_from_workflow: 0 } as const;
    await db.updateTable('agents').set(change).where('id', '=', agent.id).execute();
  }
  return name;
}
