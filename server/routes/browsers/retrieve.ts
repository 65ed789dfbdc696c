import { route } from '../../lib/route.js';
import { browser } from '../../schemas/browser.js';
import { showBrowser } from './show.js';

export const retrieveBrowser = route({
  method: 'GET',
  path: '/browsers/{id}',
  summary: 'A browser that this key has started',
  needs: 'admin',
  status: 200,
  answer: { json: browser },
  errors: ['browser_not_found'],
  handle: async ({ services, caller, id }) => showBrowser(services.browsers.get(id, caller.id), services.url),
});
