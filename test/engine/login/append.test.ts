import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { letIn, members } from '../../sites/flows/members.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variant, variants } from '../../support/variants.js';
import { fieldNames, inputOf, testPages } from './harness.js';
import { onFlow, TOTP_SECRET } from './on-flow.js';
import { totpAt } from './totp.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };
const TOTP = { from: 'totp' } as const;

const form = (words: string): string => `<h1>Sign in</h1><form method="post" action="/password">
  <label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username">
  <label for="password">Password</label><input id="password" name="password" type="password">
  ${words}<button>Sign in</button></form>`;

/** Takes the password with the code of now, or of a moment ago, right behind it; says `no` to everything else. */
const site =
  (words: string, no: string) =>
  (visit: Visit): Answer | undefined => {
    if (visit.path === '/') return form(words);
    if (visit.path !== '/password') return members(visit);
    const now = Date.now();
    const good = [now, now - 30_000].map((at) => VALUES.password + totpAt(TOTP_SECRET, at));
    const typed = visit.form?.get('password') ?? '';
    return good.includes(typed) ? letIn : `<p role="alert">${no.replace('{}', typed)}</p>${form(words)}`;
  };

const FOLLOWED = '<p>Enter your password followed by the 6-digit code of your token.</p>';

describe('a code that goes behind the password', () => {
  it('is made in the moment it is typed, and both are sent as one', () =>
    onFlow(pages, site(FOLLOWED, 'No.'), async (b, { posts }) => {
      const { page, outcome } = await b.open();
      const seen = inputOf(outcome);
      expect(fieldNames(seen)).toEqual(['email', 'password', 'code']);
      expect(seen.fields[2]).toMatchObject({
        role: 'code',
        code_from: 'unknown',
        label: '',
        required: true,
        hint: 'Enter your password followed by the 6-digit code of your token',
        selector: seen.fields[1]?.selector,
      });
      expect(await b.fill(page, seen, { ...VALUES, code: TOTP })).toMatchObject({ kind: 'authenticated' });
      expect(posts).toHaveLength(1);
      expect(posts[0]?.fields.password).toMatch(/^a good passphrase\d{6}$/);
      expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
    }));

  variant('can be given by a person', () =>
    onFlow(pages, site(FOLLOWED, 'No.'), async (b) => {
      const { page, outcome } = await b.open();
      const code = totpAt(TOTP_SECRET, Date.now());
      expect(await b.fill(page, inputOf(outcome), { ...VALUES, code })).toMatchObject({ kind: 'authenticated' });
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it('waits for its time step like any other, and nothing is typed before', () =>
    onFlow(pages, site(FOLLOWED, 'No.'), async (b, { posts }) => {
      const { page, outcome } = await b.open();
      b.vault.waitUntil = Date.now() + 20_000;
      const waits = await b.fill(page, inputOf(outcome), { ...VALUES, code: TOTP });
      expect(waits).toMatchObject({ kind: 'wait_until' });
      expect(posts).toEqual([]);
      await b.activities.closePage({ ...b.ref, page });
    }));

  it.each(
    variants(2, [
      ['the password, unless the site says otherwise', 'Wrong user name or password.', ['password']],
      ['the code, where the site says so', 'That token code is not valid.', ['code']],
    ]),
  )('a refusal means %s', (_, words, fields) =>
    onFlow(pages, site(FOLLOWED, words), async (b) => {
      const { page, outcome } = await b.open();
      const step = b.step(page, inputOf(outcome), { ...VALUES, password: 'not it', code: TOTP });
      const refused = await b.activities.fillFields(step);
      expect(refused).toMatchObject({ kind: 'refused', fields });
      expect(b.vault.attempts.get(step.attempt_id)).toMatchObject({ refused: fields });
      if (refused.kind !== 'refused' || refused.page === null) throw new Error('nowhere to try again');
      expect(fieldNames(refused.page)).toEqual(['email', 'password', 'code']);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it('is not repeated to anybody, nor is what it went behind', () =>
    onFlow(pages, site(FOLLOWED, 'Wrong: {}'), async (b, { posts }) => {
      const { page, outcome } = await b.open();
      const refused = await b.fill(page, inputOf(outcome), { ...VALUES, password: 'not the one', code: TOTP });
      const sent = posts[0]?.fields.password ?? '';
      expect(sent).toMatch(/^not the one\d{6}$/);
      // The site does not say which of the two it means.
      expect(refused).toMatchObject({ kind: 'input', left: 'unknown', website_error: 'Wrong: ***' });
      expect(JSON.stringify(refused)).not.toContain(sent.slice(-6));
      await b.activities.closePage({ ...b.ref, page });
    }));
});

describe('words near a password', () => {
  it.each(
    variants(1, [
      ['Append your token code to your password.', true],
      ['If you use two-step login, append the code to your password.', false],
      ['Geben Sie Ihr Passwort direkt gefolgt vom Code Ihrer App ein.', true],
      ['Falls aktiviert, hängen Sie den Einmalcode an das Passwort an.', false],
      ['Saisissez votre mot de passe suivi du code à 6 chiffres.', true],
      ['Introduzca su contraseña seguida del código del token.', true],
      ['Inserisci la password seguita dal codice dell’app.', true],
      ['Voer uw wachtwoord in, gevolgd door de code.', true],
      ['パスワードに続けて6桁のコードを入力してください。', true],
      ['Введите пароль и сразу после него код из приложения.', true],
    ]),
  )('%s', (words, required) =>
    onFlow(
      pages,
      () => form(`<p>${words}</p>`),
      async (b) => {
        const { page, outcome } = await b.open();
        expect(inputOf(outcome).fields[2]).toMatchObject({ name: 'code', role: 'code', required });
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );

  it.each(
    variants(1, [
      'Your password has at least 12 characters. We protect your account with a code.',
      'Enter your password, followed by a code on the next page.',
      'After your password we will ask for the code that we sent to your phone, immediately after you sign in.',
      'Forgot your password? Get a code by e-mail.',
    ]),
  )('%s: no code behind it', (words) =>
    onFlow(
      pages,
      () => form(`<p>${words}</p>`),
      async (b) => {
        const { page, outcome } = await b.open();
        expect(fieldNames(inputOf(outcome))).toEqual(['email', 'password']);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );

  it('say nothing where the code has a field of its own', () =>
    onFlow(
      pages,
      () => form(`${FOLLOWED}<label for="c">Token code</label><input id="c" name="c" autocomplete="one-time-code">`),
      async (b) => {
        const { page, outcome } = await b.open();
        expect(inputOf(outcome).fields.filter(({ role }) => role === 'code')).toMatchObject([{ selector: '#c' }]);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});
