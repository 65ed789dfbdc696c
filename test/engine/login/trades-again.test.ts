/** Places that trade what is good for one time when they are opened, and are opened at two addresses by the proof of a session. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { isMember, MEMBER } from '../../sites/flows/sessions.js';
import { loginForm, ordersPage } from '../../sites/flows/words.js';
import { variant } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

/** Longer than a page is looked at that shows a way out. */
const TRADES_MS = 2_000;
/** Begins as a page has been read that is at rest, and nobody has left it yet. */
const TRADE = `<script>setTimeout(async () => { const r = await fetch('/trade', { method: 'POST' }); if (r.ok) location.replace('/home'); }, 170);</script>`;

variant('what a visit has sent is answered before it goes on, and the ticket is traded once', () => {
  let opened = 0;
  let trades = 0;
  return onFlow(
    pages,
    async (visit) => {
      const { path, cookies } = visit;
      if (path === '/password') return { to: '/prep', cookies: ['half=1'] };
      if (path === '/trade') {
        trades += 1;
        await sleep(TRADES_MS);
        return trades === 1 ? { body: 'ok', cookies: [MEMBER, 'half='] } : { body: 'used', status: 409 };
      }
      if (isMember(visit)) return path === '/home' ? ordersPage('el') : { to: '/home' };
      if (cookies.get('half') !== '1') return path === '/' ? loginForm('el') : { to: '/' };
      if (path !== '/prep') return { to: '/prep' };
      opened += 1;
      // Not while the login is still on its own page.
      return `<header><a href="/x">Α</a> <a href="/y">Β</a> <span>Ada</span> <a href="/logout">Αποσύνδεση</a></header><h2>…</h2>${opened > 1 ? TRADE : ''}`;
    },
    async (b) => {
      const { page, came } = await toTheEnd(b);
      expect([came, trades], JSON.stringify(came)).toMatchObject([{ kind: 'saved' }, 1]);
      await b.activities.closePage({ ...b.ref, page });
    },
  );
});
