import type { LoginStop } from '../../../contract/agent/stop.js';
import type { AgentTimelineEvent } from '../../../contract/events.js';
import { agents } from '../../../contract/schemas/agents.js';
import { findAgent } from '../agents/find.js';
import { selectAgents, showAgent } from '../agents/show.js';
import type { Operation } from '../calls/operation.js';
import { markAgents } from '../changes/mark.js';
import { resetSite } from '../circuits/settle.js';
import type { VaultContext } from '../context.js';
import { newId } from '../store/ids.js';
import { toText } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import { accountsOfAgent } from './accounts-of-agents.js';
import { forgetWaits, forgetWaitsOf } from './asked-to-wait.js';
import { codesOfAgent, forgetCodes } from './codes.js';
import { forgetPace } from './pace.js';
import { standingOf } from './standing.js';
import { closeOn } from './submissions.js';

/**
 * Lets the logins of an agent go on, whatever its account has come to, and all agents of its site where that is left alone. Values that the site refused
 * stay refused until they change. Who has done it, when and why stays in the agent's timeline.
 * @throws AgentAuthError `agent_not_found`
 */
export const resetAttempts: Operation<'agents.resetAttempts'> = {
  scope: 'admin',
  writes: true,
  params: agents.resetAttempts,
  async run({ ctx, db, params, caller }) {
    const agent = await findAgent(db, params.id);
    const before = await standingOf(ctx, db, agent);
    const accounts = await accountsOfAgent(ctx, db, agent);
    await closeOn(db, accounts);
    await forgetCodes(db, await codesOfAgent(ctx, db, agent));
    await forgetPace(db, agent.id);
    await forgetWaits(db, accounts);
    await forgetWaitsOf(ctx, db, agent);
    await resetSite(ctx, db, agent.domain);
    await writeReset(ctx, db, agent.id, before, caller.key.name, params.reason ?? null);
    // What it puts off, it asks for again now.
    await markAgents(ctx, db, [agent.id]);
    return showAgent(ctx, db, await selectAgents(db).where('agents.id', '=', agent.id).executeTakeFirstOrThrow());
  },
};

const writeReset = (
  ctx: VaultContext,
  db: Db,
  agent_id: string,
  stopped: LoginStop | null,
  reset_by: string,
  reason: string | null,
) =>
  db
    .insertInto('agent_resets')
    .values({
      id: newId('rst'),
      agent_id,
      at: ctx.clock(),
      reset_by,
      reason,
      why: stopped?.why ?? null,
      until: stopped?.until ?? null,
    })
    .execute();

/** The resets of an agent, newest first, as its timeline shows them. */
export async function resetsOf(db: Db, agentId: string, limit: number): Promise<AgentTimelineEvent[]> {
  const rows = await db
    .selectFrom('agent_resets')
    .selectAll()
    .where('agent_id', '=', agentId)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id, at, reset_by, reason, why, until }) => ({
    id,
    type: 'reset' as const,
    status: 'SUCCESS' as const,
    timestamp: toText(at),
    completed_at: toText(at),
    error_code: null,
    session_expires_at: null,
    reason,
    by: reset_by,
    stopped: why === null ? null : { why, until },
  }));
}

export async function forgetResets(db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('agent_resets').where('agent_id', '=', agentId).execute();
}
