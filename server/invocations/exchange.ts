import { hasCode } from '../../client/internal.js';
import { AgentAuthError } from '../../contract/errors.js';
import { addressOf, enforce } from '../access/admit.js';
import { route } from '../http/route.js';
import { exchangeRequest, exchangeResponse } from '../schemas/invocation.js';

/** As codes are made: 33 random bytes. What is no such code is refused without asking or counting. */
const CODE = /^[\w-]{44}$/;

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
  async handle({ auth, body, id, services, context }) {
    if (!CODE.test(body.code)) throw new AgentAuthError('handoff_expired');
    const { failures } = services.limits;
    const guesser = `${id} ${addressOf(context)}`;
    enforce(context, failures.look(guesser));
    try {
      await auth.agents.auth.invocations.exchange(id, body.code);
    } catch (error) {
      if (hasCode(error, 'handoff_expired')) enforce(context, failures.take(guesser));
      throw error;
    }
    return { invocation_id: id, jwt: await services.tokens.issue({ invocation_id: id, link_code: body.code }) };
  },
});
