import { type Route, route } from '../http/route.js';
import { browser } from '../schemas/browser.js';
import { paging } from '../schemas/common.js';
import { createBrowser } from './create.js';
import { showBrowser } from './show.js';

const DEFAULT_LIMIT = 20;

const listBrowsers = route({
  method: 'GET',
  path: '/browsers',
  summary: 'Browsers that this key has started, newest first',
  needs: 'admin',
  query: paging,
  status: 200,
  answer: { list: browser },
  errors: [],
  async handle({ services, caller, query: { limit = DEFAULT_LIMIT, offset = 0 } }) {
    const all = services.browsers.list(caller.id);
    const items = all.slice(offset, offset + limit).map((one) => showBrowser(one, services.url));
    return { items, has_more: all.length > offset + limit };
  },
});

const retrieveBrowser = route({
  method: 'GET',
  path: '/browsers/{id}',
  summary: 'A browser that this key has started',
  needs: 'admin',
  status: 200,
  answer: { json: browser },
  errors: ['browser_not_found'],
  handle: async ({ services, caller, id }) => showBrowser(services.browsers.get(id, caller.id), services.url),
});

const deleteBrowser = route({
  method: 'DELETE',
  path: '/browsers/{id}',
  summary: 'Ends a browser; with save_changes its session goes into the profile first',
  needs: 'admin',
  status: 204,
  answer: null,
  errors: ['browser_not_found', 'browser_error', 'profile_in_use'],
  handle: async ({ services, caller, id }) => services.browsers.end(services.browsers.get(id, caller.id)),
});

export const BROWSER_ROUTES: readonly Route[] = [createBrowser, listBrowsers, retrieveBrowser, deleteBrowser];
