import { type Route, route } from '../http/route.js';
import { invocation, invocationCreate, invocationQuery, invocationRecord, started } from '../schemas/invocation.js';
import { streamInvocation } from './events.js';
import { exchangeLink, resendTheLink } from './exchange.js';
import { createHandoff, handoffExpiry } from './handoff.js';
import { showInvocation } from './show.js';
import { submitInvocation } from './submit.js';

/** Safe to repeat: a login in progress is joined. */
const createInvocation = route({
  method: 'POST',
  path: '/agents/auth/invocations',
  summary: 'Starts a login, or joins the one in progress',
  needs: 'orchestrate',
  body: invocationCreate,
  status: 200,
  answer: { json: started },
  errors: ['agent_not_found', 'invocation_not_found', 'save_conflict'],
  async handle({ auth, body }) {
    const login = await auth.agents.auth.invocations.create(body);
    return { ...login, expires_at: handoffExpiry() };
  },
});

const listInvocations = route({
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

/** Made to be polled: answered from memory, which one long poll keeps current. */
const retrieveInvocation = route({
  method: 'GET',
  path: '/agents/auth/invocations/{id}',
  summary: 'The state of a login now',
  needs: 'invocation',
  status: 200,
  answer: { json: invocation },
  errors: ['invocation_not_found'],
  handle: async ({ services, id }) => showInvocation(await services.watches.state(id)),
});

export const INVOCATION_ROUTES: readonly Route[] = [
  createInvocation,
  listInvocations,
  retrieveInvocation,
  submitInvocation,
  exchangeLink,
  resendTheLink,
  createHandoff,
  streamInvocation,
];
