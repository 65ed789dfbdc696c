import { callerOf, exchangeCode, hasCode, resendLink } from '../../client/internal.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { addressOf, enforce } from '../access/admit.js';
import { type Call, route } from '../http/route.js';
import { exchangeRequest, exchangeResponse, resendResponse } from '../schemas/invocation.js';
import { browserOf, keepInBrowser } from './link-browser.js';

/** As codes are made: 33 random bytes. What is no such code is refused without asking or counting. */
const CODE = /^[\w-]{44}$/;

/** Uses a code, and counts who guesses. */
async function withCode<T>(
  { body: { code }, id, services, context }: Call<unknown, { readonly code: string }>,
  use: (code: string) => Promise<T>,
): Promise<T> {
  if (!CODE.test(code)) throw new AgentAuthError('handoff_expired');
  const { failures } = services.limits;
  const guesser = `${id} ${addressOf(context)}`;
  enforce(context, failures.look(guesser));
  try {
    return await use(code);
  } catch (error) {
    if (hasCode(error, 'handoff_expired')) enforce(context, failures.take(guesser));
    throw error;
  }
}

/** The code of a link is what is shown here. One that works once the workflow uses up; one that lasts belongs to the browser that opens it first. */
export const exchangeLink = route({
  method: 'POST',
  path: '/agents/auth/invocations/{id}/exchange',
  summary: 'Exchanges the code of a link for a token of this login, good for 30 minutes',
  needs: 'nothing',
  body: exchangeRequest,
  status: 200,
  answer: { json: exchangeResponse },
  errors: ['invocation_not_found', 'invocation_ended', 'handoff_expired', 'link_taken'],
  handle: (call) =>
    withCode(call, async (link_code) => {
      const { auth, id, services, context } = call;
      const { secret, hash } = browserOf(context);
      const { lasting } = await exchangeCode(callerOf(auth), id, link_code, hash);
      if (lasting) keepInBrowser(context, id, secret, (await callerOf(auth).httpUrl())?.startsWith('https:') === true);
      return { invocation_id: id, jwt: await services.tokens.issue({ invocation_id: id, link_code }) };
    }),
});

/** For a person whose link another browser has: who shows it gets nothing but the news that a message was sent. */
export const resendTheLink = route({
  method: 'POST',
  path: '/agents/auth/invocations/{id}/resend',
  summary: 'Has a new link sent the way that this one came, because another browser has it; at most every ten minutes',
  needs: 'nothing',
  body: exchangeRequest,
  status: 200,
  answer: { json: resendResponse },
  errors: ['invocation_not_found', 'invocation_ended', 'handoff_expired'],
  handle: (call) => withCode(call, (code) => resendLink(callerOf(call.auth), call.id, code)),
});
