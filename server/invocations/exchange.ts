import { route } from '../http/route.js';
import { exchangeRequest, exchangeResponse } from '../schemas/invocation.js';

/** The one-time code of a link is what is shown here; the workflow uses it up. */
export const exchangeCode = route({
  method: 'POST',
  path: '/agents/auth/invocations/{id}/exchange',
  summary: 'Exchanges the one-time code of a link for a token of this login, good for 30 minutes',
  needs: 'nothing',
  body: exchangeRequest,
  status: 200,
  answer: { json: exchangeResponse },
  errors: ['invocation_not_found', 'handoff_expired'],
  async handle({ auth, body, id, services }) {
    await auth.agents.auth.invocations.exchange(id, body.code);
    return { invocation_id: id, jwt: await services.tokens.issue({ invocation_id: id, link_code: body.code }) };
  },
});
