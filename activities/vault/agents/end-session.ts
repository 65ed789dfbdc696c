import type { VaultContext } from '../context.js';
import { recordStatus } from '../events/session.js';
import type { Db } from '../store/transaction.js';

/** An agent has no session any more, and that is told where it had one. */
export async function endSession(ctx: VaultContext, db: Db, agentId: string): Promise<void> {
  const before = await db.selectFrom('agents').selectAll().where('id', '=', agentId).executeTakeFirst();
  if (before?.status !== 'AUTHENTICATED') return;
  await recordStatus(ctx, db, before, 'NEEDS_AUTH');
  const change = { status: 'NEEDS_AUTH', session_expires_at: null, updated_at: ctx.clock() } as const;
  await db.updateTable('agents').set(change).where('id', '=', agentId).where('status', '=', 'AUTHENTICATED').execute();
}
