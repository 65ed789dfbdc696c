import { AGENT_ID_PATTERN } from '../../../contract/names.js';
import { route } from '../../lib/route.js';
import { agent } from '../../schemas/agent.js';
import { showAgent } from './show.js';

export const retrieveAgent = route({
  method: 'GET',
  path: '/agents/auth/{id}',
  id: AGENT_ID_PATTERN,
  summary: 'An auth agent as it stands now',
  needs: 'orchestrate',
  status: 200,
  answer: { json: agent },
  errors: ['agent_not_found'],
  handle: async ({ auth, id }) => showAgent(await auth.agents.auth.retrieve(id)),
});
