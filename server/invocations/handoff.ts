import { HANDOFF_MS } from '../../contract/invocation/invocation.js';
import { route } from '../http/route.js';
import { handoff } from '../schemas/invocation.js';

/** When a link that is made now ends, in RFC 3339; the workflow decides, this is what callers are told. */
export const handoffExpiry = (): string => new Date(Date.now() + HANDOFF_MS).toISOString();

export const createHandoff = route({
  method: 'POST',
  path: '/agents/auth/invocations/{id}/handoff',
  summary: 'Makes another link for the person who can give what is missing',
  needs: 'orchestrate',
  status: 200,
  answer: { json: handoff },
  errors: ['invocation_not_found', 'invocation_ended'],
  async handle({ auth, id, services }) {
    const link = await auth.agents.auth.invocations.handoff(id);
    // That of a re-login lives as long as it waits.
    const { type, expires_at } = await services.watches.state(id);
    return { ...link, expires_at: type === 'reauth' ? expires_at : handoffExpiry() };
  },
});
