import { type Route, route } from '../http/route.js';
import { event, eventQuery } from '../schemas/event.js';

const listEvents = route({
  method: 'GET',
  path: '/events',
  summary: 'What happened, oldest first, behind the event `after`',
  needs: 'orchestrate',
  query: eventQuery,
  status: 200,
  answer: { list: event },
  errors: ['agent_not_found', 'event_not_found'],
  handle: ({ auth, query: { after, limit, agent } }) =>
    auth.events.list({
      ...(after === undefined ? {} : { after }),
      ...(limit === undefined ? {} : { limit }),
      ...(agent === undefined ? {} : { auth_agent_id: agent }),
    }),
});

export const EVENT_ROUTES: readonly Route[] = [listEvents];
