import { agents } from '../../../contract/schemas/agents.js';
import { findAgent } from '../agents/find.js';
import { selectAgents, showAgent } from '../agents/show.js';
import type { Operation } from '../calls/operation.js';
import { codesOfAgent, forgetCodes } from './codes.js';
import { forgetPace } from './pace.js';
import { accountsOfAgent } from './standing.js';
import { closeOn } from './submissions.js';

/**
 * Lets the logins of an agent go on, whatever its account has come to. Values that the site refused stay refused until they change.
 * @throws AgentAuthError `agent_not_found`
 */
export const resetAttempts: Operation<'agents.resetAttempts'> = {
  scope: 'admin',
  writes: true,
  params: agents.resetAttempts,
  async run({ ctx, db, params }) {
    const agent = await findAgent(db, params.id);
    await closeOn(db, await accountsOfAgent(ctx, db, agent));
    await forgetCodes(db, await codesOfAgent(ctx, db, agent));
    await forgetPace(db, agent.id);
    return showAgent(ctx, db, await selectAgents(db).where('agents.id', '=', agent.id).executeTakeFirstOrThrow());
  },
};
