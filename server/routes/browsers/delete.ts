import { route } from '../../lib/route.js';

export const deleteBrowser = route({
  method: 'DELETE',
  path: '/browsers/{id}',
  summary: 'Ends a browser; with save_changes its session goes into the profile first',
  needs: 'admin',
  status: 204,
  answer: null,
  errors: ['browser_not_found', 'browser_error'],
  handle: async ({ services, caller, id }) => services.browsers.end(services.browsers.get(id, caller.id)),
});
