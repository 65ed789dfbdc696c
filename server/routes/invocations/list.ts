import { route } from '../../lib/route.js';
import { invocationQuery, invocationRecord } from '../../schemas/invocation.js';

export const listInvocations = route({
  method: 'GET',
  path: '/agents/auth/invocations',
  summary: 'Logins, newest first, and how they ended',
  needs: 'answer',
  query: invocationQuery,
  status: 200,
  answer: { list: invocationRecord },
  errors: [],
  handle: async ({ auth, query }) => auth.agents.auth.invocations.list(query),
});
