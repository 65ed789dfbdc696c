import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { letsIn } from '../../sites/flows/by-script.js';
import { variants } from '../../support/variants.js';
import { form, PASSWORD, USER } from './fill-once.js';
import { fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

describe('a pop-up that stays open after the login', () => {
  const LOGIN = form(
    '<input name="user" placeholder="Brukernavn"><input name="pass" type="password" placeholder="Passord">',
    'Logg inn',
    'Logg inn',
  );
  const opening = (more: string): string =>
    `<h1>Velkommen</h1><a href="#" onclick="open('/login', 'login', 'width=400,height=500')">Logg inn</a>${more}`;

  it.each(
    variants(3, [
      [
        'and tells the page that opened it',
        "<script>addEventListener('message', () => { location.href = '/members'; });</script>",
        "<script>opener.postMessage('done', '*')</script>",
      ],
      [
        'says that it leads back, and does not',
        "<script>addEventListener('message', () => { location.href = '/members'; });</script>",
        "<p>正在返回…</p><p>Weiterleitung …</p><script>opener.postMessage('done', '*')</script>",
      ],
      ['and that page learns nothing of it', '', ''],
      [
        'while that page looks for it by itself',
        "<script>setInterval(() => { if (localStorage.done) location.href = '/members'; }, 100);</script>",
        "<script>localStorage.done = '1'</script>",
      ],
    ]),
  )('%s', (_, listening, telling) =>
    onFlow(
      pages,
      (visit) => {
        if (visit.path === '/') return visit.cookies.get('sid') === 'member' ? { to: '/members' } : opening(listening);
        if (visit.path === '/login') return LOGIN;
        if (visit.path === '/password')
          return { body: `<p>Du er logget inn. Du kan lukke dette vinduet.</p>${telling}`, cookies: ['sid=member'] };
        return letsIn('')(visit);
      },
      async (b, { posts, origin }) => {
        const { page, outcome } = await b.open();
        const seen = inputOf(outcome);
        const [user = '', pass = ''] = fieldNames(seen);
        const result = await b.fill(page, seen, { [user]: USER, [pass]: PASSWORD });
        expect(result).toMatchObject({ kind: 'authenticated', url: expect.not.stringContaining('/password') });
        expect(posts).toHaveLength(1);
        expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({
          kind: 'saved',
          post_login_url: expect.stringMatching(new RegExp(`^${origin}/(?:members)?$`)),
        });
      },
    ),
  );
});
