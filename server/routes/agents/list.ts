import { route } from '../../lib/route.js';
import { agent, agentQuery } from '../../schemas/agent.js';
import { showAgent } from './show.js';

export const listAgents = route({
  method: 'GET',
  path: '/agents/auth',
  summary: 'Auth agents, newest first',
  needs: 'orchestrate',
  query: agentQuery,
  status: 200,
  answer: { list: agent },
  errors: [],
  async handle({ auth, query }) {
    const { items, has_more } = await auth.agents.auth.list(query);
    return { items: items.map(showAgent), has_more };
  },
});
