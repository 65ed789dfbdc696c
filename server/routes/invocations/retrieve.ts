import { route } from '../../lib/route.js';
import { invocation } from '../../schemas/invocation.js';
import { showInvocation } from './show.js';

/** Made to be polled: answered from memory, which one long poll keeps current. */
export const retrieveInvocation = route({
  method: 'GET',
  path: '/agents/auth/invocations/{id}',
  summary: 'The state of a login now',
  needs: 'invocation',
  status: 200,
  answer: { json: invocation },
  errors: ['invocation_not_found'],
  handle: async ({ services, id }) => showInvocation(await services.watches.state(id)),
});
