import { z } from 'zod';
import { AgentAuthError } from '../../../contract/index.js';
import type { Operation } from '../calls/operation.js';
import { text } from '../calls/schemas.js';
import { selectAgents, showAgent } from './show.js';

/** @throws AgentAuthError `agent_not_found` */
export const retrieveAgent: Operation<'agents.retrieve'> = {
  scope: 'orchestrate',
  writes: false,
  params: z.strictObject({ id: text }),
  async run({ db, params }) {
    const row = await selectAgents(db).where('agents.id', '=', params.id).executeTakeFirst();
    if (row === undefined) throw new AgentAuthError('agent_not_found');
    return showAgent(row);
  },
};
