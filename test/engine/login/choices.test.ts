import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { ChooseStep, PageHandle, SeenPage } from '../../../contract/steps.js';
import { codePage, letIn, members, PASSWORD_PAGE } from '../../sites/flows/members.js';
import { type Answer, serveFlow, type Visit } from '../../sites/flows/serve.js';
import { variant, variants } from '../../support/variants.js';
import { ANSWER, type Bench, fieldNames, inputOf, store, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };

const choose = (b: Bench, page: PageHandle, seen: SeenPage, choice: ChooseStep['choice']) =>
  b.activities.chooseOption({ ...b.ref, page, signature: seen.signature, choice, answer: ANSWER });

/** Goes as far as what comes after the password. */
async function afterPassword(b: Bench): Promise<{ page: PageHandle; seen: SeenPage }> {
  const { page, outcome } = await b.open();
  return { page, seen: inputOf(await b.fill(page, inputOf(outcome), VALUES)) };
}

/** Gives the login a credential that makes codes. */
const withCodes = (b: Bench): void => store(b, [], { has_totp: true });

/** Ends a login with its proof. */
async function finish(b: Bench, page: PageHandle): Promise<void> {
  expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
  expect(pages.size).toBe(0);
}

describe('a second factor to choose', () => {
  const METHODS = `<h1>Verify your identity</h1><p>How would you like to get your code?</p>
    <form method="post" action="/method">
      <button name="way" value="sms">Text message to •••• 12</button>
      <button name="way" value="email">Email to m•••@example.com</button>
      <button name="way" value="app">Authenticator app</button></form>`;
  const RADIOS = `<h1>Two-step verification</h1><p>Choose how to get your code.</p>
    <form method="post" action="/method">
      <label><input type="radio" name="way" value="sms" checked> Text message</label>
      <label><input type="radio" name="way" value="app"> Authenticator app</label>
      <button>Continue</button></form>`;
  const DANISH = `<h1>Vælg godkendelse</h1>
    <form method="post" action="/method">
      <label><input type="radio" name="way" value="sms"> SMS til •• 45</label>
      <label><input type="radio" name="way" value="app"> Godkendelsesapp</label>
      <button>Fortsæt</button></form>`;
  const site =
    (methods: string) =>
    (visit: Visit): Answer | undefined => {
      if (visit.path === '/') return PASSWORD_PAGE;
      if (visit.path === '/password') return { to: '/methods' };
      if (visit.path === '/methods') return methods;
      if (visit.path === '/method')
        return visit.form?.get('way') === 'app'
          ? codePage('Two-step verification', 'Enter the code from your authenticator app.')
          : codePage('Check your phone', 'We sent a code by text message to •••• 12.');
      return visit.path === '/code' ? letIn : members(visit);
    };

  it.each(
    variants(1, [
      ['radio buttons that have to be sent', RADIOS],
      ['buttons', METHODS],
      ['radio buttons in Danish', DANISH],
    ] as const),
  )('by %s: the one whose codes the credential makes is taken without asking', (_, methods) =>
    onFlow(pages, site(methods), async (b, { posts }) => {
      withCodes(b);
      const { page, seen } = await afterPassword(b);
      expect(seen.fields).toMatchObject([{ role: 'code', code_from: 'totp' }]);
      const code = fieldNames(seen)[0] as string;
      expect(await b.fill(page, seen, { [code]: { from: 'totp' } })).toMatchObject({ kind: 'authenticated' });
      expect(posts.map(({ path }) => path)).toEqual(['/password', '/method', '/code']);
      expect(posts[1]?.fields).toEqual({ way: 'app' });
      await finish(b, page);
    }),
  );

  it.each(
    variants(0, [
      ['radio buttons that have to be sent', RADIOS, ['sms', 'totp']],
      ['buttons', METHODS, ['sms', 'email', 'totp']],
    ] as const),
  )('by %s, where the credential makes no codes', (_, methods, types) =>
    onFlow(pages, site(methods), async (b, { posts }) => {
      const { page, seen } = await afterPassword(b);
      expect(seen.fields).toEqual([]);
      expect(seen.mfa_options.map(({ type }) => type)).toEqual(types);
      const asked = inputOf(await choose(b, page, seen, { mfa_type: 'totp' }));
      expect(asked.fields).toMatchObject([{ role: 'code', code_from: 'totp' }]);
      expect(posts[1]?.fields).toEqual({ way: 'app' });
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it('is taken by itself only once: a site that comes back to the choice is asked about', () =>
    onFlow(
      pages,
      (visit) =>
        visit.path === '/code' ? { to: '/methods' } : visit.path === '/methods' ? METHODS : site(METHODS)(visit),
      async (b, { posts }) => {
        withCodes(b);
        const { page, seen } = await afterPassword(b);
        const code = fieldNames(seen)[0] as string;
        const again = await b.fill(page, seen, { [code]: { from: 'totp' } });
        expect(inputOf(again).mfa_options.map(({ type }) => type)).toEqual(['sms', 'email', 'totp']);
        expect(posts.map(({ path }) => path)).toEqual(['/password', '/method', '/code']);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  variant('a text message, whose code only a person can have', () =>
    onFlow(pages, site(METHODS), async (b) => {
      const { page, seen } = await afterPassword(b);
      const asked = inputOf(await choose(b, page, seen, { mfa_type: 'sms' }));
      expect(asked.fields).toMatchObject([{ role: 'code', code_from: 'sms' }]);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it('what is not on the page any more is asked anew, and nothing is pressed', () =>
    onFlow(pages, site(METHODS), async (b, { posts }) => {
      const { page, seen } = await afterPassword(b);
      const asked = inputOf(await choose(b, page, seen, { mfa_type: 'push' }));
      expect(asked.mfa_options).toEqual(seen.mfa_options);
      expect(posts.map(({ path }) => path)).toEqual(['/password']);
      await b.activities.closePage({ ...b.ref, page });
    }));

  it('a link that leads to the other ways', () =>
    onFlow(
      pages,
      (visit) => {
        if (visit.path === '/') return PASSWORD_PAGE;
        if (visit.path === '/password')
          return `${codePage('Check your phone', 'We sent a code by text message to •••• 12.')}<a href="/methods">Try another way</a>`;
        return site(METHODS)(visit);
      },
      async (b, { posts }) => {
        const { page, seen } = await afterPassword(b);
        expect(seen.fields).toMatchObject([{ role: 'code', code_from: 'sms' }]);
        expect(seen.mfa_options).toMatchObject([{ type: 'switch', label: 'Try another way' }]);
        const methods = inputOf(await choose(b, page, seen, { mfa_type: 'switch' }));
        expect(methods.mfa_options.map(({ type }) => type)).toEqual(['sms', 'email', 'totp']);
        expect(inputOf(await choose(b, page, methods, { mfa_type: 'totp' })).fields).toMatchObject([
          { code_from: 'totp' },
        ]);
        expect(posts.map(({ path }) => path)).toEqual(['/password', '/method']);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});

describe.each(variants(0, ['an account to choose']))('%s', () => {
  const PICKER = `<h1>Choose an account</h1><ul style="list-style:none">
    <li><button onclick="location.href='/enter?as=work'">Ada Example (Acme Ltd)</button></li>
    <li><button onclick="location.href='/enter?as=home'">Ada Example (personal)</button></li></ul>`;

  variant('is offered, and the one that was chosen is taken', () =>
    onFlow(
      pages,
      (visit) => {
        if (visit.path === '/') return PASSWORD_PAGE;
        if (visit.path === '/password') return { to: '/accounts' };
        if (visit.path === '/accounts') return PICKER;
        return visit.path === '/enter' && visit.query.get('as') === 'home' ? letIn : members(visit);
      },
      async (b) => {
        const { page, seen } = await afterPassword(b);
        expect(seen.sign_in_options.map(({ label }) => label)).toEqual([
          'Ada Example (Acme Ltd)',
          'Ada Example (personal)',
        ]);
        const [, home] = seen.sign_in_options;
        expect(await choose(b, page, seen, { sign_in_option: home?.id as string })).toMatchObject({
          kind: 'authenticated',
        });
        await finish(b, page);
      },
    ),
  );
});

describe('an external action', () => {
  const pushPage = (words: string): string => `<h1>Check your phone</h1><p>${words}</p>
    <script>setInterval(async () => {
      const answer = await fetch('/poll');
      if (answer.status === 200) location.href = '/enter';
    }, 200);</script>`;

  it.each(
    variants(1, [
      ['a push', 'We sent a notification to your phone. Approve the sign-in to go on.', 'Approve the sign-in'],
      ['a number to tap', 'Tap the number shown here on your phone: <b>47</b>', '47'],
    ] as const),
  )('%s is told, and the login goes on by itself when it is done', (_, words, told) => {
    let approved = false;
    return onFlow(
      pages,
      (visit) => {
        if (visit.path === '/') return PASSWORD_PAGE;
        if (visit.path === '/password') return pushPage(words);
        if (visit.path === '/poll') return approved ? 'yes' : undefined;
        return visit.path === '/enter' ? letIn : members(visit);
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const waits = await b.fill(page, inputOf(outcome), VALUES);
        expect(waits).toMatchObject({ kind: 'external_action', message: expect.stringContaining(told) });
        const watched = b.activities.lookAtPage({ ...b.ref, page, watch_seconds: 30 });
        approved = true;
        expect(await watched).toMatchObject({ kind: 'authenticated' });
        expect(posts).toHaveLength(1);
        await finish(b, page);
      },
    );
  });

  variant('is watched no longer when another step on the page waits', () =>
    onFlow(
      pages,
      (visit) => {
        if (visit.path === '/') return PASSWORD_PAGE;
        return visit.path === '/password' ? pushPage('We sent a notification to your phone.') : undefined;
      },
      async (b) => {
        const { page, outcome } = await b.open();
        await b.fill(page, inputOf(outcome), VALUES);
        // Longer than this test may take: only the second step can end it.
        const watched = b.activities.lookAtPage({ ...b.ref, page, watch_seconds: 86_400 });
        const waits = { kind: 'external_action', message: expect.stringContaining('notification') };
        expect(await b.activities.lookAtPage({ ...b.ref, page })).toMatchObject(waits);
        expect(await watched).toMatchObject(waits);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );

  variant('that was declined leads back to the question', () => {
    let declined = false;
    return onFlow(
      pages,
      (visit) => {
        if (visit.path === '/') return PASSWORD_PAGE;
        if (visit.path === '/password')
          return `<h1>Check your phone</h1><p>We sent a notification to your phone.</p>
            <script>setInterval(async () => {
              if ((await fetch('/poll')).status === 200) location.href = '/declined';
            }, 200);</script>`;
        if (visit.path === '/poll') return declined ? 'yes' : undefined;
        return visit.path === '/declined' ? `<p role="alert">The sign-in was denied.</p>${PASSWORD_PAGE}` : undefined;
      },
      async (b) => {
        const { page, outcome } = await b.open();
        const waits = await b.fill(page, inputOf(outcome), VALUES);
        expect(waits).toMatchObject({ kind: 'external_action' });
        declined = true;
        const after = await b.activities.lookAtPage({ ...b.ref, page, watch_seconds: 30 });
        expect(after).toMatchObject({ kind: 'input', left: 'unknown', website_error: 'The sign-in was denied.' });
        await b.activities.closePage({ ...b.ref, page });
      },
    );
  });
});

describe('an identity provider', () => {
  /** A provider that knows its users by a cookie of its own, and hands them back with a ticket. */
  async function onProvider(
    entry: (provider: string) => string,
    back: (site: string) => Answer,
    run: (b: Bench, provider: { host: string; posts: readonly unknown[] }) => Promise<void>,
  ): Promise<void> {
    let home = '';
    const provider = await serveFlow(
      (visit) => {
        if (visit.path === '/authorize') return visit.cookies.has('sid') ? back(home) : PASSWORD_PAGE;
        return visit.path === '/password' ? { to: '/authorize', cookies: ['sid=idp'] } : undefined;
      },
      { hostname: 'idp.localhost' },
    );
    try {
      await onFlow(
        pages,
        (visit) => {
          if (visit.path === '/') return entry(provider.origin);
          return visit.path === '/callback' && visit.query.get('ticket') === 'good' ? letIn : members(visit);
        },
        async (b, site) => {
          home = site.origin;
          await run(b, provider);
        },
      );
    } finally {
      await provider.stop();
    }
  }

  const button = (press: string): string => `<h1>Sign in</h1><button onclick="${press}">Continue with Okta</button>`;
  const redirecting = (provider: string): string => button(`location.href='${provider}/authorize'`);
  const popping = (provider: string): string =>
    `${button(`open('${provider}/authorize', 'idp', 'width=500,height=600')`)}
    <script>addEventListener('message', ({ data }) => { location.href = '/callback?ticket=' + data; });</script>`;

  it.each(
    variants(1, [
      [
        'in a pop-up that closes itself',
        popping,
        (): Answer => `<p>One moment …</p><script>
        setTimeout(() => { opener.postMessage('good', '*'); close(); }, 300);</script>`,
      ],
      ['in the same window', redirecting, (home: string): Answer => ({ to: `${home}/callback?ticket=good` })],
    ] as const),
  )('%s', (_, entry, back) =>
    onProvider(entry, back, async (b, provider) => {
      b.vault.grant = { ...b.vault.grant, allowed_domains: [provider.host] };
      const { page, outcome } = await b.open();
      const seen = inputOf(outcome);
      expect(seen.sso_buttons).toMatchObject([{ provider: 'okta', label: 'Continue with Okta' }]);
      const asked = inputOf(await choose(b, page, seen, { sso_button: 'okta' }));
      expect(asked.url).toBe(`http://${provider.host}/authorize`);
      expect(fieldNames(asked)).toEqual(['email', 'password']);
      expect(await b.fill(page, asked, VALUES)).toMatchObject({ kind: 'authenticated' });
      expect(provider.posts).toHaveLength(1);
      await finish(b, page);
    }),
  );

  it('that the agent may not use gets nothing', () =>
    onProvider(
      redirecting,
      () => 'never',
      async (b, provider) => {
        const { page, outcome } = await b.open();
        const refused = await choose(b, page, inputOf(outcome), { sso_button: 'okta' });
        expect(refused).toMatchObject({ kind: 'failed', code: 'domain_not_allowed' });
        expect(provider.posts).toEqual([]);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  variant('that knows the user already asks for nothing', () =>
    onProvider(
      redirecting,
      (home) => ({ to: `${home}/callback?ticket=good` }),
      async (b, provider) => {
        b.vault.grant = { ...b.vault.grant, allowed_domains: [provider.host] };
        const first = await b.open();
        const asked = inputOf(await choose(b, first.page, inputOf(first.outcome), { sso_button: 'okta' }));
        await b.fill(first.page, asked, VALUES);
        await finish(b, first.page);
        // The site forgets its user; the provider does not.
        const [saved] = b.vault.saved;
        const cookies = saved?.storage_state.cookies.filter(({ domain }) => domain !== 'localhost') ?? [];
        await b.vault.saveProfile({ ...(saved as (typeof b.vault.saved)[0]), storage_state: { cookies, origins: [] } });
        b.vault.checkpoint = null;
        const again = await b.open();
        expect(await choose(b, again.page, inputOf(again.outcome), { sso_button: 'okta' })).toMatchObject({
          kind: 'authenticated',
        });
        expect(provider.posts).toHaveLength(1);
        await finish(b, again.page);
      },
    ),
  );
});
