import { route } from '../../lib/route.js';
import { handoff } from '../../schemas/invocation.js';
import { handoffExpiry } from './lifetime.js';

export const createHandoff = route({
  method: 'POST',
  path: '/agents/auth/invocations/{id}/handoff',
  summary: 'Makes another link for the person who can give what is missing',
  needs: 'orchestrate',
  status: 200,
  answer: { json: handoff },
  errors: ['invocation_not_found', 'invocation_ended'],
  handle: async ({ auth, id }) => ({
    ...(await auth.agents.auth.invocations.handoff(id)),
    expires_at: handoffExpiry(),
  }),
});
