import { route } from '../../lib/route.js';
import { agent, agentCreate } from '../../schemas/agent.js';
import { showAgent } from './show.js';

/** Find-or-create: the same pair of domain and profile is the same agent. */
export const createAgent = route({
  method: 'POST',
  path: '/agents/auth',
  summary: 'Finds or creates the auth agent of a domain and a profile',
  needs: 'orchestrate',
  body: agentCreate,
  status: 200,
  answer: { json: agent },
  errors: ['credential_not_found', 'domain_mismatch'],
  handle: async ({ auth, body }) => showAgent(await auth.agents.auth.create(body)),
});
