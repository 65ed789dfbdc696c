import { callerOf, ensureWhile } from '../../client/internal.js';
import { AGENT_ID_PATTERN } from '../../contract/names.js';
import { route } from '../http/route.js';
import { ensureRequest, readySession } from '../schemas/agent.js';
import { showAgent } from './show.js';

/** A working session, or why there is none. The login that it starts goes on even if nobody waits any longer. */
export const ensureSession = route({
  method: 'POST',
  path: '/agents/auth/{id}/ensure',
  id: AGENT_ID_PATTERN,
  summary: 'Answers a session that works, after a login where there is none',
  needs: 'orchestrate',
  body: ensureRequest,
  status: 200,
  answer: { json: readySession },
  errors: ['agent_not_found', 'ensure_timeout', 'max_attempts_reached', 'needs_human', 'paused', 'save_conflict'],
  async handle({ auth, id, body, signal }) {
    const { domain, profile_name } = await auth.agents.auth.retrieve(id);
    const { auth_agent, ...session } = await ensureWhile(callerOf(auth), { domain, profile_name, ...body }, signal);
    return { auth_agent: showAgent(auth_agent), ...session };
  },
});
