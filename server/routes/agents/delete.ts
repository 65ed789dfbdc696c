import { AGENT_ID_PATTERN } from '../../../contract/names.js';
import { route } from '../../lib/route.js';

/** A login in progress is cancelled first. */
export const deleteAgent = route({
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
