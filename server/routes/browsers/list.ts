import { route } from '../../lib/route.js';
import { browser } from '../../schemas/browser.js';
import { paging } from '../../schemas/common.js';
import { showBrowser } from './show.js';

const DEFAULT_LIMIT = 20;

export const listBrowsers = route({
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
