import { endSession } from '../agents/end-session.js';
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
  for (const id of ids.filter(isGone)) await endSession(ctx, db, id, 'profile_changed');
  await markAgents(ctx, db, ids);
}
