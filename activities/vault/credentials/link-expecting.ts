import { sameSite } from '../../../contract/site.js';
import { markAgents } from '../changes/mark.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import type { CredentialRow } from './find.js';

/**
 * Links a new credential to the agents without one whose login in progress would have saved the answers of people under its name, on its site: it
 * answers what they wait for.
 */
export async function linkExpecting(ctx: VaultContext, db: Db, { id, name, domain }: CredentialRow): Promise<void> {
  const waiting = await db
    .selectFrom('invocations')
    .innerJoin('agents', 'agents.id', 'invocations.agent_id')
    .select(['agents.id', 'agents.domain'])
    .where('invocations.ended_at', 'is', null)
    .where('invocations.save_credential_as', '=', name)
    .where('agents.credential_id', 'is', null)
    .execute();
  const fitting = waiting.filter((agent) => sameSite(agent.domain, domain)).map((agent) => agent.id);
  if (fitting.length === 0) return;
  await db
    .updateTable('agents')
    .set({ credential_id: id, updated_at: ctx.clock() })
    .where('id', 'in', fitting)
    .execute();
  await markAgents(ctx, db, fitting);
}
