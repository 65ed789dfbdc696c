import { route } from '../../lib/route.js';
import { invocationCreate, started } from '../../schemas/invocation.js';
import { handoffExpiry } from './lifetime.js';

/** Safe to repeat: a login in progress is joined. */
export const createInvocation = route({
  method: 'POST',
  path: '/agents/auth/invocations',
  summary: 'Starts a login, or joins the one in progress',
  needs: 'orchestrate',
  body: invocationCreate,
  status: 200,
  answer: { json: started },
  errors: ['agent_not_found', 'save_conflict'],
  async handle({ auth, body }) {
    const login = await auth.agents.auth.invocations.create(body);
    return { ...login, expires_at: handoffExpiry() };
  },
});
