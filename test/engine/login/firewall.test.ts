import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { letIn, members, PASSWORD_PAGE } from '../../sites/flows/members.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };
/** By a script it sets a cookie, and opens the page again. */
const CALCULATES = `<script>setTimeout(() => { document.cookie = 'clearance=42; path=/'; location.reload(); }, 1200)</script>`;

const site = ({ path }: Visit): Answer | undefined =>
  path === '/password' ? letIn : path === '/members' ? undefined : PASSWORD_PAGE;

const behind =
  (wall: Answer) =>
  (visit: Visit): Answer | undefined => {
    if (visit.cookies.get('clearance') !== '42') return wall;
    return members(visit) ?? site(visit);
  };

it.each<[string, number, string]>([
  ['しばらくお待ちください...', 403, 'ja'],
  ['Vérification de votre navigateur', 503, 'fr'],
])('a firewall that lets browsers in after a while is waited for: %s', (words, status) =>
  onFlow(pages, behind({ status, body: `<h1>${words}</h1>${CALCULATES}` }), async (b) => {
    const { page, outcome } = await b.open();
    expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
    await b.activities.closePage({ ...b.ref, page });
  }),
);

it('one that lets nobody in is told as what it is', () =>
  onFlow(
    pages,
    () => ({ status: 403, body: '<h1>Just a moment</h1><script>setInterval(() => 0, 50)</script>' }),
    async (b) => {
      expect((await b.open()).outcome).toMatchObject({ kind: 'failed', code: 'bot_detected' });
    },
  ));
