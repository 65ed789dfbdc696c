import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { TIMEOUTS } from '../../../activities/login/index.js';
import { letIn, members, PASSWORD_PAGE } from '../../sites/flows/members.js';
import { type Answer, serveFlow, type Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { bench, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };

/** A site that answers every password with one page. */
const answering =
  (answer: Answer) =>
  (visit: Visit): Answer | undefined =>
    visit.path === '/' ? PASSWORD_PAGE : visit.path === '/password' ? answer : members(visit);

describe('the site ends the login', () => {
  it.each<[string, Answer, string]>([
    ['a locked account', `<p role="alert">Your account has been locked.</p>${PASSWORD_PAGE}`, 'account_locked'],
    [
      'too many attempts, in words',
      `<p role="alert">Too many attempts. Try later.</p>${PASSWORD_PAGE}`,
      'rate_limited',
    ],
    ['too many attempts, by status', { status: 429, body: '<h1>Slow down</h1>' }, 'rate_limited'],
    ['a captcha', `${PASSWORD_PAGE}<div id="px-captcha" style="width:300px;height:80px">Hold</div>`, 'captcha_blocked'],
    ['a bot wall', { status: 403, body: '<h1>Access denied</h1><p>Unusual traffic.</p>' }, 'bot_detected'],
    ['an error of its own', { status: 503, body: '<h1>Sorry</h1>' }, 'website_error'],
  ])('by %s', (_, answer, code) =>
    onFlow(pages, answering(answer), async (b, { posts }) => {
      const { page, outcome } = await b.open();
      expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'failed', code });
      expect(posts).toHaveLength(1);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it.each<[string, Answer, string]>(
    variants(1, [
      [
        'a captcha',
        '<h1>Sign in</h1><div id="px-captcha" style="width:300px;height:80px">Hold</div>',
        'captcha_blocked',
      ],
      ['a bot wall', { status: 403, body: '<h1>Just a moment…</h1>' }, 'bot_detected'],
      ['too many visits', { status: 429, body: '<h1>Slow down</h1>' }, 'rate_limited'],
    ] as const),
  )('before it began, by %s', (_, answer, code) =>
    onFlow(
      pages,
      () => answer,
      async (b) => {
        expect((await b.open()).outcome).toMatchObject({ kind: 'failed', code });
        expect(pages.size).toBe(0);
      },
    ),
  );
});

it('a page behind the login that keeps a request of its own open does not hold up the end', async () => {
  const ended = new AbortController();
  const never = new Promise<Answer>((resolve) => {
    ended.signal.addEventListener('abort', () => resolve({ body: '' }));
  });
  const site = (visit: Visit) => {
    if (visit.path === '/') return PASSWORD_PAGE;
    if (visit.path === '/news') return never;
    if (visit.path === '/password') return letIn;
    const found = members(visit);
    return typeof found === 'string' ? `${found}<script>fetch('/news', { method: 'POST' })</script>` : found;
  };
  const served = await serveFlow(site);
  // Longer than the test may take: a login that waits for this answer fails it.
  const b = bench(pages, served.host, { login: { timeouts: { ...TIMEOUTS, openMs: 300_000 } } });
  try {
    const { page, outcome } = await b.open();
    expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
    await b.activities.closePage({ ...b.ref, page });
  } finally {
    ended.abort();
    await served.stop();
    b.clean();
  }
});

describe('what proves nothing', () => {
  it.each([
    ['an error that stands hidden on the page behind the login', '', '<p role="alert" hidden>Wrong password.</p>'],
    [
      'an error that stood there before',
      '<p role="alert">Your last login failed. Wrong password?</p>',
      '<p role="alert">Your last login failed. Wrong password?</p>',
    ],
  ])('%s', (_, before, after) =>
    onFlow(
      pages,
      (visit) => {
        if (visit.path === '/') return before + PASSWORD_PAGE;
        if (visit.path === '/password') return letIn;
        const found = members(visit);
        return typeof found === 'string' ? after + found : found;
      },
      async (b) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );

  it('a cookie that was there before, until it has a new value', () =>
    onFlow(
      pages,
      (visit) => {
        const sid = visit.cookies.get('sid');
        if (visit.path === '/home')
          return sid === 'member' ? '<h1>Welcome back</h1><p>No orders yet.</p>' : { to: '/' };
        if (visit.path === '/') return { body: PASSWORD_PAGE, cookies: ['sid=anonymous'] };
        if (visit.path !== '/password') return undefined;
        const right = visit.form?.get('password') === VALUES.password;
        // Neither page shows a way out, and both come with the same status.
        return right ? { to: '/home', cookies: ['sid=member'] } : { body: PASSWORD_PAGE, cookies: ['sid=anonymous'] };
      },
      async (b) => {
        const { page, outcome } = await b.open();
        const again = await b.fill(page, inputOf(outcome), { ...VALUES, password: 'not it' });
        expect(again).toMatchObject({ kind: 'input', left: 'unknown' });
        expect(await b.fill(page, inputOf(again), VALUES)).toMatchObject({ kind: 'authenticated' });
        // Its home page makes everybody a stranger again, so that the proof ended the session.
        const left = await b.activities.saveSession({ ...b.ref, page });
        expect([left, b.vault.grant.single_visit]).toMatchObject([
          { kind: 'step_left', outcome: { kind: 'input' } },
          true,
        ]);
        if (left.kind !== 'step_left') return;
        expect(await b.fill(page, inputOf(left.outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
        expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
      },
    ));
});

/** Sends what it holds by script, and shows what the answer says. */
const sentByScript = (
  meanwhile: string,
): string => `${PASSWORD_PAGE}<nav hidden><a href="/logout">Log out</a></nav><p id="said"></p>
  <script>
    const [form, nav] = [document.querySelector('form'), document.querySelector('nav')];
    form.onsubmit = async (event) => {
      event.preventDefault();
      const sending = fetch('/slowly', { method: 'POST', body: new URLSearchParams(new FormData(form)) });
      ${meanwhile}
      const { ok } = await sending;
      await new Promise((resolve) => setTimeout(resolve, 300));
      if (ok) return location.assign('/members');
      [form.hidden, nav.hidden] = [false, true];
      document.querySelector('#said').textContent = 'Those details are incorrect.';
    };
  </script>`;

/** Longer than anything that a page waits for is taken for its answer. */
const SLOW_MS = 4_500;

describe('a site that takes its time', () => {
  it('to show its login is waited for while it shows next to nothing', () => {
    const starting = `<p>Loading…</p><template>${PASSWORD_PAGE}</template>
      <script>setTimeout(() => document.body.append(document.querySelector('template').content), ${SLOW_MS});</script>`;
    return onFlow(
      pages,
      () => starting,
      async (b) => {
        const { page, outcome } = await b.open();
        expect(inputOf(outcome).fields).toHaveLength(2);
        await b.activities.closePage({ ...b.ref, page });
      },
    );
  });

  it('to show whose it is proves a session by what it shows then', () => {
    const page = (
      shown: string,
    ): string => `<div id="app"><p>लोड हो रहा है…</p></div><template>${shown}</template><script>
      setTimeout(() => { app.replaceChildren(document.querySelector('template').content); }, ${SLOW_MS});</script>`;
    const own = '<h1>मेरी किताबें</h1><ul><li>गोदान</li><li>मैला आँचल</li></ul><p>आन्ना बर्ग</p><a href="/logout">⏻</a>';
    return onFlow(
      pages,
      ({ path, cookies }) =>
        path === '/password'
          ? { to: '/', cookies: ['sid=member'] }
          : page(cookies.has('sid') ? own : PASSWORD_PAGE.replace('type="email"', '')),
      async (b) => {
        const { page: opened, came } = await toTheEnd(b);
        expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
        await b.activities.closePage({ ...b.ref, page: opened });
      },
    );
  });

  it.each(
    variants(1, [
      ['while its page looks like the one behind the login', '[form.hidden, nav.hidden] = [true, false];'],
      ['while its page stays as it was', ''],
    ]),
  )('%s is waited for', (_, meanwhile) =>
    onFlow(
      pages,
      async (visit) => {
        if (visit.path === '/') return sentByScript(meanwhile);
        if (visit.path !== '/slowly') return members(visit);
        await sleep(SLOW_MS);
        const right = visit.form?.get('password') === VALUES.password;
        return right ? { body: '', cookies: ['sid=member'] } : { body: '', status: 401 };
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const refused = await b.fill(page, inputOf(outcome), { ...VALUES, password: 'not it' });
        expect(refused).toMatchObject({ kind: 'refused', website_error: 'Those details are incorrect.' });
        if (refused.kind !== 'refused' || refused.page === null) throw new Error('nowhere to try again');
        expect(await b.fill(page, refused.page, VALUES)).toMatchObject({ kind: 'authenticated' });
        expect(posts).toHaveLength(2);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});
