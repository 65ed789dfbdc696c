import { AgentAuthError } from '../../../contract/errors.js';
import type { VaultActivities } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { fromText } from '../store/times.js';
import { inTransaction } from '../store/transaction.js';

/**
 * Keeps the index of agents current. An agent that was revoked meanwhile stays gone.
 * @param callerId id of the workflow that asks: an agent reports on itself alone
 * @throws AgentAuthError `agent_not_found`
 */
export function recordAgent(
  ctx: VaultContext,
  input: Parameters<VaultActivities['recordAgent']>[0],
  callerId: string,
): Promise<void> {
  return inTransaction(ctx.db, async (db) => {
    if (input.id !== callerId) throw new AgentAuthError('agent_not_found');
    await db
      .updateTable('agents')
      .set({
        status: input.status,
        last_auth_at: fromText(input.last_auth_at),
        session_expires_at: fromText(input.session_expires_at),
        post_login_url: input.post_login_url,
        updated_at: ctx.clock(),
      })
      .where('id', '=', input.id)
      .execute();
  });
}
