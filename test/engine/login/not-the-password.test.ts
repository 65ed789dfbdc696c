import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
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
const form = (above = '', more = ''): string =>
  `<h1>Sign in</h1>${above}<form method="post" action="/login">${FIELDS}${more}</form>`;
const MEMBERS = '<h1>Hello</h1><a href="/logout">Log out</a>';

describe('what is not the fault of a value', () => {
  it.each(
    variants(4, [
      ['El usuario se encuentra bloqueado. Comuníquese con la mesa de ayuda.', 'account_locked'],
      ['Доступ в личный кабинет приостановлен.', 'account_locked'],
      ['您的账户已被冻结。', 'account_locked'],
      ['חשבונך נחסם זמנית.', 'account_locked'],
      ['Hesabınız güvenlik nedeniyle askıya alındı.', 'account_locked'],
      ['Příliš mnoho pokusů. Zkuste to za 10 minut.', 'rate_limited'],
      ['Service surchargé, réessayez plus tard.', null],
      ['Confirme que não é um robô.', 'captcha_blocked'],
      ['Tapahtui odottamaton virhe.', 'website_error'],
      ['システムエラーが発生しました。', 'website_error'],
    ]),
  )('%s', (words, code) =>
    onFlow(
      pages,
      ({ form: sent }) => form(sent === null ? '' : `<p class="error">${words}</p>`),
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const result = await b.fill(page, inputOf(outcome), VALUES);
        if (code === null) expect(result).toMatchObject({ kind: 'input', left: 'not_looked_at', website_error: words });
        else expect(result).toMatchObject({ kind: 'failed', code, website_error: words });
        expect(posts).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );

  it.each(
    variants(2, [
      'Your session has expired. Please sign in again.',
      'La sessione è scaduta. Effettua di nuovo il login.',
      'Twoja sesja wygasła.',
      'ページの有効期限が切れています。',
      'Invalid CSRF token.',
    ]),
  )('%s: the site did not look at it', (words) =>
    onFlow(
      pages,
      ({ form: sent, path }) => {
        if (path === '/members') return MEMBERS;
        if (sent === null) return form();
        times += 1;
        return times === 1 ? form(`<p class="alert">${words}</p>`) : { to: '/members', cookies: ['sid=1'] };
      },
      async (b) => {
        times = 0;
        const { page, outcome } = await b.open();
        const again = await b.fill(page, inputOf(outcome), VALUES);
        expect(again).toMatchObject({ kind: 'input', left: 'not_looked_at' });
        expect(await b.fill(page, inputOf(again), VALUES)).toMatchObject({ kind: 'authenticated' });
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
  let times = 0;

  it.each(
    variants(2, [
      [500, 'website_error'],
      [503, 'website_error'],
      [429, 'rate_limited'],
      [423, 'account_locked'],
    ]),
  )('status %i of the request that carried it', (status, code) =>
    onFlow(
      pages,
      ({ path }) =>
        path === '/api'
          ? { body: '', status }
          : `<h1>Sign in</h1><form id="f">${FIELDS}</form><script>f.onsubmit = (event) => {
              event.preventDefault();
              fetch('/api', { method: 'POST', body: new URLSearchParams(new FormData(f)) });
            };</script>`,
      async (b) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'failed', code });
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});

describe('a captcha', () => {
  const WIDGET =
    '<iframe src="/relay/www.google.com/recaptcha/api2/anchor?k=x" style="width:304px;height:78px"></iframe>';
  const TURNSTILE = `<input type="hidden" name="cf-turnstile-response" id="t"><iframe src="/relay/challenges.cloudflare.com/turnstile" style="width:300px;height:65px"></iframe>`;

  it('that stands there from the start is seen before anything is typed', () =>
    onFlow(
      pages,
      () => form('', WIDGET),
      async (b) => {
        expect((await b.open()).outcome).toMatchObject({ kind: 'failed', code: 'captcha_blocked' });
      },
    ));

  it.each(
    variants(1, [
      ['passes by itself', `${TURNSTILE}<script>setTimeout(() => { t.value = 'token'; }, 300);</script>`],
      [
        'passes by itself after a while, wherever it is from',
        '<div><input type="hidden" name="captcha_token" id="t"><iframe src="/relay/check" style="width:300px;height:80px"></iframe></div><script>setTimeout(() => { t.value = "token"; }, 1500);</script>',
      ],
      ['is a badge', `<div class="grecaptcha-badge">${WIDGET}</div>`],
      ['is invisible', WIDGET.replace('?k=x', '?k=x&size=invisible')],
    ]),
  )('that %s is none', (_, widget) =>
    onFlow(
      pages,
      ({ form: sent, path }) => (path === '/members' ? MEMBERS : sent === null ? form('', widget) : { to: '/members' }),
      async (b) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );

  it('that belongs to another form of the page is not in the way', () =>
    onFlow(
      pages,
      ({ form: sent, path }) =>
        path.startsWith('/relay')
          ? '<p>Are you there?</p>'
          : path === '/members'
            ? `${MEMBERS}<form>${WIDGET}</form>`
            : sent === null
              ? `${form()}<form action="/news"><h2>Newsletter</h2><input type="email" name="email" placeholder="Your e-mail">${WIDGET}<button>Subscribe to the newsletter</button></form>`
              : { to: '/members' },
      async (b) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  variant('that comes along with a page that came again gets its seconds, and a person what the page says', () =>
    onFlow(
      pages,
      ({ form: sent }) => {
        const widget = (ms: number): string =>
          `${TURNSTILE}<script>setTimeout(() => { t.value = '1'; }, ${ms});</script>`;
        return sent === null ? form('', widget(100)) : form('<p role="alert">Eriskummaline.</p>', widget(3_500));
      },
      async (b) => {
        const { page, outcome } = await b.open();
        const result = await b.fill(page, inputOf(outcome), VALUES);
        expect(result).toMatchObject({ kind: 'input', left: 'unknown', website_error: 'Eriskummaline.' });
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );

  it('that comes after the submit takes the blame for a no', () =>
    onFlow(
      pages,
      ({ form: sent }) => (sent === null ? form() : form('<p role="alert">Login failed.</p>', WIDGET)),
      async (b) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'failed', code: 'captcha_blocked' });
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it('that is a picture for the next try takes no blame from a wrong password (ru)', () => {
    const picture =
      '<div><img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" width="140" height="45" alt="Код подтверждения"><label>Код подтверждения <input name="confirm_code"></label></div>';
    let refused = false;
    return onFlow(
      pages,
      ({ form: sent }) => {
        refused ||= sent !== null;
        return refused ? form('<p class="error">Неверное имя пользователя или пароль.</p>', picture) : form();
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const result = await b.fill(page, inputOf(outcome), VALUES);
        expect(result).toMatchObject({ kind: 'refused', fields: ['password'] });
        const seen = result.kind === 'refused' ? result.page : null;
        expect(seen?.fields.map(({ name }) => name)).toEqual(['username', 'password']);
        // What the site has refused is not typed again; another value would need somebody to read the picture.
        expect(await b.fill(page, seen!, VALUES)).toMatchObject({ kind: 'refused_before', fields: ['password'] });
        const other = { ...VALUES, password: 'another good passphrase' };
        expect(await b.fill(page, seen!, other)).toMatchObject({ kind: 'failed', code: 'captcha_blocked' });
        expect(posts).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    );
  });
});
