import { AGENT_ID_PATTERN } from '../../contract/names.js';
import { type Route, route } from '../http/route.js';
import {
  agent,
  agentChange,
  agentCreate,
  agentQuery,
  checked,
  checkRequest,
  circuit,
  resetRequest,
} from '../schemas/agent.js';
import { paging } from '../schemas/common.js';
import { timelineEvent, timelineQuery } from '../schemas/event.js';
import { ensureSession } from './ensure.js';
import { PAUSE_ROUTES } from './pauses.js';
import { showAgent } from './show.js';

/** Find-or-create: the same pair of domain and profile is the same agent. */
const createAgent = route({
  method: 'POST',
  path: '/agents/auth',
  summary: 'Finds or creates the auth agent of a domain and a profile',
  needs: 'orchestrate',
  body: agentCreate,
  status: 200,
  answer: { json: agent },
  errors: ['credential_not_found', 'domain_mismatch'],
  handle: async ({ auth, body }) => showAgent(await auth.agents.auth.create(body)),
});

const listAgents = route({
  method: 'GET',
  path: '/agents/auth',
  summary: 'Auth agents, newest first',
  needs: 'orchestrate',
  query: agentQuery,
  status: 200,
  answer: { list: agent },
  errors: [],
  async handle({ auth, query }) {
    const { items, has_more } = await auth.agents.auth.list(query);
    return { items: items.map(showAgent), has_more };
  },
});

const retrieveAgent = route({
  method: 'GET',
  path: '/agents/auth/{id}',
  id: AGENT_ID_PATTERN,
  summary: 'An auth agent as it stands now',
  needs: 'orchestrate',
  status: 200,
  answer: { json: agent },
  errors: ['agent_not_found'],
  handle: async ({ auth, id }) => showAgent(await auth.agents.auth.retrieve(id)),
});

const updateAgent = route({
  method: 'PATCH',
  path: '/agents/auth/{id}',
  id: AGENT_ID_PATTERN,
  summary: 'Changes the settings of an auth agent, also for its login in progress',
  needs: 'orchestrate',
  body: agentChange,
  status: 200,
  answer: { json: agent },
  errors: ['agent_not_found', 'credential_not_found', 'domain_mismatch'],
  handle: async ({ auth, id, body }) => showAgent(await auth.agents.auth.update(id, body)),
});

/** A login in progress is cancelled first. */
const deleteAgent = route({
  method: 'DELETE',
  path: '/agents/auth/{id}',
  id: AGENT_ID_PATTERN,
  summary: 'Deletes an auth agent and cancels its login in progress',
  needs: 'admin',
  status: 204,
  answer: null,
  errors: ['agent_not_found'],
  handle: ({ auth, id }) => auth.agents.auth.delete(id),
});

const resetAttempts = route({
  method: 'POST',
  path: '/agents/auth/{id}/reset-attempts',
  id: AGENT_ID_PATTERN,
  summary: 'Lets the logins of an agent go on where too many attempts stopped them, or trouble of its site',
  needs: 'admin',
  body: resetRequest,
  status: 200,
  answer: { json: agent },
  errors: ['agent_not_found'],
  handle: async ({ auth, id, body }) => showAgent(await auth.agents.auth.resetAttempts(id, body)),
});

const listCircuits = route({
  method: 'GET',
  path: '/agents/auth/circuits',
  summary: 'Sites that no agent logs in to by itself now, for several accounts have met trouble there',
  needs: 'admin',
  query: paging,
  status: 200,
  answer: { list: circuit },
  errors: [],
  handle: async ({ auth, query }) => auth.agents.auth.circuits(query),
});

const agentTimeline = route({
  method: 'GET',
  path: '/agents/auth/{id}/timeline',
  id: AGENT_ID_PATTERN,
  summary: 'The logins of an agent and the resets of its limits, newest first, with how each ended',
  needs: 'orchestrate',
  query: timelineQuery,
  status: 200,
  answer: { list: timelineEvent },
  errors: ['agent_not_found'],
  handle: async ({ auth, id, query: { type, ...page } }) =>
    auth.agents.auth.timeline(id, { ...page, ...(type === undefined ? {} : { type }) }),
});

/** One that is over is renewed by a login of its own. */
const checkAgent = route({
  method: 'POST',
  path: '/agents/auth/{id}/check',
  id: AGENT_ID_PATTERN,
  summary: 'Looks at the session of an auth agent now',
  needs: 'orchestrate',
  body: checkRequest,
  status: 200,
  answer: { json: checked },
  errors: ['agent_not_found'],
  async handle({ auth, id, body }) {
    const { auth_agent, ...found } = await auth.agents.auth.checkNow(id, body);
    return { auth_agent: showAgent(auth_agent), ...found };
  },
});

export const AGENT_ROUTES: readonly Route[] = [
  ...PAUSE_ROUTES,
  listCircuits,
  createAgent,
  listAgents,
  retrieveAgent,
  updateAgent,
  agentTimeline,
  checkAgent,
  ensureSession,
  resetAttempts,
  deleteAgent,
];
