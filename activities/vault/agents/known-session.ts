import type { KnownSession } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { originOf } from '../invocations/read-end.js';
import { toTextOrNull } from '../store/times.js';
import { inTransaction } from '../store/transaction.js';

/** The session of an agent, for a workflow that has yet to hear of it; null where there is none. See `LoginVault.hasSession`. */
export const knownSession = (ctx: VaultContext, agentId: string): Promise<KnownSession | null> =>
  inTransaction(ctx.db, async (db) => {
    const agent = await db.selectFrom('agents').selectAll().where('id', '=', agentId).executeTakeFirst();
    if (agent?.status !== 'AUTHENTICATED') return null;
    return {
      last_auth_at: toTextOrNull(agent.last_auth_at),
      session_expires_at: toTextOrNull(agent.session_expires_at),
      post_login_url: originOf(agent.post_login_url),
    };
  });
