import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { PageHandle } from '../../../contract/steps.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variant } from '../../support/variants.js';
import { type Bench, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const FORM = `<h1>Log in</h1><form action="/password" method="post"><label>Username <input name="u"></label>
<label>Password <input name="p" type="password"></label><button>Log in</button></form>`;
const VALUES = { username: 'keeper', password: 'a good passphrase' };
const HOUR_MS = 3_600_000;

/** Asks whoever comes, and leads to a page that has the user's name in its address. */
const site = (visit: Visit): Answer | undefined => {
  if (visit.path === '/') return FORM;
  if (visit.path === '/password') return { to: '/people/keeper/home', cookies: ['sid=s; Max-Age=3600'] };
  if (!visit.path.startsWith('/people/')) return undefined;
  return visit.cookies.get('sid') === 's' ? '<h1>Members</h1><a href="/logout">Log out</a>' : { to: '/' };
};

const save = (b: Bench, page: PageHandle) => b.activities.saveSession({ ...b.ref, page });
const inAnHour = (ends: number): boolean => Math.abs(ends - Date.now() - HOUR_MS) < 60_000;

describe('a session that is found good', () => {
  it('is found behind an address that repeats what was typed, and ends when it did', () =>
    onFlow(pages, site, async (b, { posts }) => {
      const { page, outcome } = await b.open();
      await b.fill(page, inputOf(outcome), VALUES);
      const first = await save(b, page);
      expect(first).toMatchObject({ kind: 'saved', post_login_url: expect.stringMatching(/\/people\/\*\*\*\/home$/) });
      expect(inAnHour(Date.parse(b.vault.saved[0]?.session_expires_at ?? ''))).toBe(true);

      b.vault.checkpoint = null;
      const again = await b.open();
      expect(again.outcome).toMatchObject({ kind: 'authenticated' });
      expect(await save(b, again.page)).toMatchObject({ kind: 'saved' });
      expect(inAnHour(Date.parse(b.vault.saved[1]?.session_expires_at ?? ''))).toBe(true);
      expect(posts).toHaveLength(1);
    }));

  variant('has no end where each visit gives it again', () =>
    onFlow(
      pages,
      (visit) => {
        const shown = site(visit);
        const isInside = typeof shown === 'string' && visit.path.startsWith('/people/');
        return isInside ? { body: shown, cookies: ['sid=s; Max-Age=3600'] } : shown;
      },
      async (b) => {
        const { page, outcome } = await b.open();
        await b.fill(page, inputOf(outcome), VALUES);
        expect(await save(b, page)).toMatchObject({ kind: 'saved', session_expires_at: null });
      },
    ),
  );

  variant('gets no end again after one that has passed', () =>
    onFlow(pages, site, async (b, { host }) => {
      const sid = { name: 'sid', value: 's', domain: 'localhost', path: '/', expires: Date.now() / 1000 + 3_600 };
      await b.vault.saveProfile({
        ...b.ref,
        opening: 'o',
        storage_state: { cookies: [{ ...sid, httpOnly: true, secure: false, sameSite: 'Lax' }], origins: [] },
        session_storage: null,
        post_login_url: `http://${host}/people/keeper/home`,
        shown_url: null,
        session_expires_at: new Date(Date.now() - 1_000).toISOString(),
        base_version: null,
      });
      const { page, outcome } = await b.open();
      expect(outcome).toMatchObject({ kind: 'authenticated' });
      expect(await save(b, page)).toMatchObject({ kind: 'saved', session_expires_at: null });
    }),
  );
});
