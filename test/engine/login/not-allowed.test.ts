import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Visit } from '../../sites/flows/serve.js';
import { variant, variants } from '../../support/variants.js';
import { inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { username: 'me', password: 'a good passphrase' };
const FIELDS = `<label for="u">User name</label><input id="u" name="username">
  <label for="p">Password</label><input id="p" name="password" type="password"><button>Sign in</button>`;
const form = (words = ''): string => `<h1>Sign in</h1>${words}<form method="post" action="/login">${FIELDS}</form>`;
const byScript = (show: string): string => `<h1>Sign in</h1><form id="f">${FIELDS}</form><div id="m"></div><script>
  f.onsubmit = async (event) => {
    event.preventDefault();
    const answer = await fetch('/api', { method: 'POST', body: new URLSearchParams(new FormData(f)) });
    const { error } = await answer.json();
    ${show}
  };</script>`;

/** Where sites say it. */
const PLACES = {
  'beside the form': (words: string, { form: sent }: Visit) =>
    form(sent === null ? '' : `<p class="error">${words}</p>`),
  'on a page of its own': (words: string, { form: sent }: Visit) =>
    sent === null ? form() : `<h1>Sign in</h1><p>${words}</p><p><a href="/">Back</a></p>`,
  'in a toast': (words: string, { path }: Visit) =>
    path === '/api'
      ? { body: JSON.stringify({ error: words }), status: 403, script: true as const }
      : byScript('m.innerHTML = "<p role=status>" + error + "</p>";'),
  'in a box of the browser': (words: string, { path }: Visit) =>
    path === '/api'
      ? { body: JSON.stringify({ error: words }), status: 401, script: true as const }
      : byScript('alert(error); p.value = "";'),
};

describe('an account that is known and not let in', () => {
  it.each(
    variants(1, [
      ['beside the form', 'Your account has not been activated yet.', 'not_activated'],
      ['on a page of its own', 'Votre abonnement est arrivé à échéance.', 'subscription_over'],
      ['in a toast', '当前不在允许的登录时间段内。', 'outside_hours'],
      ['in a box of the browser', 'הגישה מהמדינה שלך חסומה.', 'from_here'],
      ['beside the form', 'ليس لديك صلاحية الدخول إلى هذا النظام.', 'no_permission'],
      ['in a toast', 'Logowanie z adresu IP 203.0.113.7 jest zabronione.', 'from_here'],
      ['on a page of its own', 'Die Anmeldung ist nur zwischen 7.00 und 19.00 Uhr möglich.', 'outside_hours'],
    ] as const),
  )('%s: %s', (place, words, bar) =>
    onFlow(
      pages,
      (visit) => PLACES[place](words, visit),
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const result = await b.fill(page, inputOf(outcome), VALUES);
        expect(result).toMatchObject({ kind: 'failed', code: 'login_not_allowed', website_error: words });
        expect(posts).toHaveLength(1);
        expect(b.vault.trace.findLast(({ rule }) => rule === 'verdict')?.reason).toBe(bar);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});

variant('a password that may not be used any longer ends the login, and is not refused', () => {
  const words = 'Su clave ha vencido.';
  return onFlow(
    pages,
    (visit) => PLACES['beside the form'](words, visit),
    async (b, { posts }) => {
      const { page, outcome } = await b.open();
      const result = await b.fill(page, inputOf(outcome), VALUES);
      expect(result).toMatchObject({ kind: 'failed', code: 'password_change_required', website_error: words });
      expect(posts).toHaveLength(1);
      expect([...b.vault.attempts.values()].at(-1)?.refused).toEqual([]);
      await b.activities.closePage({ ...b.ref, page });
    },
  );
});
