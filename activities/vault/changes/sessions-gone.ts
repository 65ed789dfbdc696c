import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import { markAgents } from './mark.js';

/** A profile has changed under its agents: those whose session went with it have none any more, and all of them hear of it. */
export async function sessionsGone(
  ctx: VaultContext,
  db: Db,
  profileName: string,
  isGone: (agentId: string) => boolean,
): Promise<void> {
  const agents = await db.selectFrom('agents').select('id').where('profile_name', '=', profileName).execute();
  const ids = agents.map(({ id }) => id);
  const gone = ids.filter(isGone);
  if (gone.length > 0)
    await db
      .updateTable('agents')
      .set({ status: 'NEEDS_AUTH', session_expires_at: null, updated_at: ctx.clock() })
      .where('id', 'in', gone)
      .where('status', '=', 'AUTHENTICATED')
      .execute();
  await markAgents(ctx, db, ids);
}
