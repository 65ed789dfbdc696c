import { AGENT_ID_PATTERN } from '../../contract/names.js';
import { type Route, route } from '../http/route.js';
import { pause, pauseReason, resumed, site, sitePause } from '../schemas/agent.js';
import { paging } from '../schemas/common.js';

const pauseAgent = route({
  method: 'POST',
  path: '/agents/auth/{id}/pause',
  id: AGENT_ID_PATTERN,
  summary: 'Switches an agent off until it is resumed',
  needs: 'admin',
  body: pauseReason,
  status: 200,
  answer: { json: pause },
  errors: ['agent_not_found'],
  handle: ({ auth, id, body }) => auth.agents.auth.pause(id, body),
});

const resumeAgent = route({
  method: 'POST',
  path: '/agents/auth/{id}/resume',
  id: AGENT_ID_PATTERN,
  summary: 'Switches an agent on again',
  needs: 'admin',
  status: 200,
  answer: { json: resumed },
  errors: ['agent_not_found'],
  handle: async ({ auth, id }) => ({ resumed: await auth.agents.auth.resume(id) }),
});

const listPauses = route({
  method: 'GET',
  path: '/agents/auth/pauses',
  summary: 'What operators have switched off, newest first',
  needs: 'orchestrate',
  query: paging,
  status: 200,
  answer: { list: pause },
  errors: [],
  handle: async ({ auth, query }) => auth.agents.auth.pauses(query),
});

const pauseSite = route({
  method: 'POST',
  path: '/agents/auth/pauses/pause-site',
  summary: 'Switches off all agents of a site until it is resumed',
  needs: 'admin',
  body: sitePause,
  status: 200,
  answer: { json: pause },
  errors: [],
  handle: ({ auth, body: { domain, reason } }) => auth.agents.auth.pauseSite(domain, { reason }),
});

const resumeSite = route({
  method: 'POST',
  path: '/agents/auth/pauses/resume-site',
  summary: 'Switches the agents of a site on again',
  needs: 'admin',
  body: site,
  status: 200,
  answer: { json: resumed },
  errors: [],
  handle: async ({ auth, body: { domain } }) => ({ resumed: await auth.agents.auth.resumeSite(domain) }),
});

export const PAUSE_ROUTES: readonly Route[] = [listPauses, pauseSite, resumeSite, pauseAgent, resumeAgent];
