import type { SessionEndCause } from '../../../contract/agent/session-lifetime.js';
import { markAgents } from '../changes/mark.js';
import type { VaultContext } from '../context.js';
import { recordStatus } from '../events/session.js';
import { noteCause } from '../lifetimes/last-end.js';
import { noteLife } from '../lifetimes/lives.js';
import type { Db } from '../store/transaction.js';

/** An agent has no session any more: where it had one, that is told, and its workflow hears of it. */
export async function endSession(ctx: VaultContext, db: Db, agentId: string, cause: SessionEndCause): Promise<void> {
  if (await dropSession(ctx, db, agentId, cause)) await markAgents(ctx, db, [agentId]);
}

/**
 * The same by the login of the agent itself, which needs not be woken by what it has done.
 * @returns whether there was a session
 */
export async function dropSession(
  ctx: VaultContext,
  db: Db,
  agentId: string,
  cause: SessionEndCause,
): Promise<boolean> {
  const before = await db.selectFrom('agents').selectAll().where('id', '=', agentId).executeTakeFirst();
  if (before?.status !== 'AUTHENTICATED') return false;
  await recordStatus(ctx, db, before, 'NEEDS_AUTH');
  await noteCause(ctx, db, agentId, cause);
  await noteLife(db, agentId, { kind: 'ended' });
  const change = { status: 'NEEDS_AUTH', session_expires_at: null, updated_at: ctx.clock() } as const;
  await db.updateTable('agents').set(change).where('id', '=', agentId).where('status', '=', 'AUTHENTICATED').execute();
  return true;
}
