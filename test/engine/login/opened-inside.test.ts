/** A page behind a login whose buttons open what hides a password: that is no way to a login, and it is not opened. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { serveFlow } from '../../sites/flows/serve.js';
import { isMember } from '../../sites/flows/sessions.js';
import { loginForm } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { bench, inputOf, QUICK, testPages } from './harness.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const PASSWORD = '<input type="password" name="p">';
const texts = (count: number): string => Array.from({ length: count }, (_, at) => `<input name="f${at}">`).join('');
const opens = (button: string, inside: string): string =>
  `${button}<div id="panel" hidden><form method="post" action="/never">${inside}<button>OK</button></form></div>`;
const tells = `onclick="fetch('/opened', { method: 'POST', body: new URLSearchParams() }); panel.hidden = false"`;

const PLACES = `<nav>${['orders', 'prints', 'queue'].map((path) => `<a href="/${path}">${path}</a>`).join(' ')}</nav>`;

const PAGES: readonly (readonly [string, string])[] = [
  ['settings', opens(`<a href="#panel" title="Settings" ${tells}>Settings</a>`, `${texts(9)}${PASSWORD}`)],
  ['a new password', opens(`<button aria-controls="panel" ${tells}>Kennwort</button>`, PASSWORD.repeat(2))],
  ['an account to delete', opens(`<button data-target="#panel" ${tells}>Supprimer</button>`, PASSWORD)],
  ['a screen to lock', opens(`<a href="#panel" ${tells}>ロック</a>`, `<input name="u">${PASSWORD}`)],
  [
    'what can not be pressed',
    `<div style="position:fixed;inset:0;z-index:9"></div>${opens(`<button aria-controls="panel" ${tells}>Ayarlar</button>`, PASSWORD)}`,
  ],
];

it.each(variants(1, PAGES))('%s', async (_, shown) => {
  const served = await serveFlow((visit) => {
    if (visit.path === '/opened') return '';
    if (visit.path === '/login') return loginForm('en');
    if (!isMember(visit)) return { to: '/login' };
    return visit.path === '/'
      ? `${PLACES}<h1>Printer 1</h1><p>Offline</p>${shown}`
      : `${PLACES}<table><tr><td>1</td><td>cube</td></tr></table>`;
  });
  const b = bench(pages, served.host, { login: { timeouts: QUICK } });
  const cookie = { name: 'sid', value: 'member', domain: 'localhost', path: '/', expires: -1 };
  const storage_state = {
    cookies: [{ ...cookie, httpOnly: true, secure: false, sameSite: 'Lax' as const }],
    origins: [],
  };
  const facts = { post_login_url: null, shown_url: null, session_expires_at: null, base_version: null };
  await b.vault.saveProfile({ ...b.ref, opening: 'o', storage_state, session_storage: null, ...facts });
  try {
    const { page, outcome } = await b.open();
    expect(outcome.kind).toBe('authenticated');
    expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
    expect(served.posts).toEqual([]);
  } finally {
    await served.stop();
    b.clean();
  }
});

it('opens what hides the login where the session is over', async () => {
  const form = `<form method="post" action="/never"><input name="u" placeholder="Login">${PASSWORD}<button>Zaloguj</button></form>`;
  const served = await serveFlow(
    () =>
      `<h1>Nowości</h1><button aria-controls="panel" onclick="panel.hidden = false">Konto</button><div id="panel" hidden>${form}</div>`,
  );
  const b = bench(pages, served.host, { login: { timeouts: QUICK } });
  const storage_state = {
    cookies: [],
    origins: [{ origin: served.origin, localStorage: [{ name: 'seen', value: '1' }] }],
  };
  const facts = { post_login_url: null, shown_url: null, session_expires_at: null, base_version: null };
  await b.vault.saveProfile({ ...b.ref, opening: 'o', storage_state, session_storage: null, ...facts });
  try {
    const { page, outcome } = await b.open();
    expect(inputOf(outcome).fields.map(({ role }) => role)).toEqual(['identifier', 'password']);
    await b.activities.closePage({ ...b.ref, page });
  } finally {
    await served.stop();
    b.clean();
  }
});
