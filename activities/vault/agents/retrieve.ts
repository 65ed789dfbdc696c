import { AgentAuthError } from '../../../contract/index.js';
import { agents } from '../../../contract/schemas/agents.js';
import type { Operation } from '../calls/operation.js';
import { referenceOf } from '../providers/reference.js';
import { selectAgents, showAgent } from './show.js';

/** @throws AgentAuthError `agent_not_found` */
export const retrieveAgent: Operation<'agents.retrieve'> = {
  scope: 'orchestrate',
  writes: false,
  params: agents.retrieve,
  async run({ ctx, db, params }) {
    const row = await selectAgents(db).where('agents.id', '=', params.id).executeTakeFirst();
    if (row === undefined) throw new AgentAuthError('agent_not_found');
    return { ...(await showAgent(ctx, db, row)), ...(await referenceOf(ctx, db, row.id)) };
  },
};
