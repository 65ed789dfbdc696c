import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { codePage, letIn, members, PASSWORD_PAGE } from '../../sites/flows/members.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };

/** A page between password and session; only a way past it lets somebody in. Each button tells the site that it was pressed. */
const offering =
  (page: string) =>
  (visit: Visit): Answer | undefined => {
    if (visit.path === '/') return PASSWORD_PAGE;
    if (visit.path === '/password') return { to: '/offer' };
    if (visit.path === '/offer') return page;
    return visit.path === '/past' ? letIn : members(visit);
  };

const offer = (heading: string, yes: string, no: string, more = ''): string => `<h1>${heading}</h1>
  <form method="post" action="/taken">${more}<button>${yes}</button></form>
  <form method="post" action="/past"><button>${no}</button></form>`;

const PHONE = '<label for="p">Phone number</label><input id="p" name="phone" type="tel">';
const MAIL = '<label for="m">Recovery e-mail</label><input id="m" name="email" type="email">';

describe('what is offered after a login is left for another day', () => {
  it.each(
    variants(4, [
      ['a passkey', offer('Sign in faster with a passkey', 'Create a passkey', 'Not now')],
      ['a phone number', offer('Add a phone number to secure your account', 'Next', 'Skip', PHONE)],
      ['a recovery address', offer('Add a recovery email', 'Save', 'Remind me later', MAIL)],
      ['a second factor, with its deadline', offer('Protect your account', 'Set up', 'Skip for now (14 days left)')],
      ['notifications', offer('Turn on notifications', 'Allow', 'No')],
      ['a tour', offer('Take a quick tour', 'Start', 'Maybe later')],
      ['new terms that can wait', offer('We’ve updated our terms', 'Accept', 'Review later')],
      ['German', offer('Schützen Sie Ihr Konto', 'Einrichten', 'Jetzt nicht')],
      ['French', offer('Sécurisez votre compte', 'Continuer', 'Me le rappeler plus tard')],
      ['Japanese', offer('パスキーを作成', '作成', '今はしない')],
      ['Polish', offer('Włącz powiadomienia', 'Włącz', 'Może później')],
      ['Turkish', offer('Hesabınızı koruyun', 'Devam', 'Şimdi değil')],
      ['whatever it is about', offer('Close your account?', 'Close it', 'Not now')],
    ]),
  )('%s', (_, page) =>
    onFlow(pages, offering(page), async (b, { posts }) => {
      const { page: handle, outcome } = await b.open();
      const done = await b.fill(handle, inputOf(outcome), VALUES);
      expect(done).toMatchObject({ kind: 'authenticated', url: expect.stringContaining('/members') });
      expect(posts.map(({ path }) => path)).toEqual(['/password', '/past']);
      await b.activities.closePage({ ...b.ref, page: handle });
    }),
  );

  it('one after the other, three at most', () => {
    const seen: string[] = [];
    return onFlow(
      pages,
      (visit) => {
        if (visit.path === '/') return PASSWORD_PAGE;
        if (visit.path === '/password') return { to: '/offer/0' };
        if (!visit.path.startsWith('/offer/')) return members(visit);
        seen.push(visit.path);
        const next = Number(visit.path.slice('/offer/'.length)) + 1;
        return `<h1>Turn on notifications</h1><a href="/offer/${next}">Not now</a>`;
      },
      async (b) => {
        const { page, outcome } = await b.open();
        await b.fill(page, inputOf(outcome), VALUES);
        expect(seen).toEqual(['/offer/0', '/offer/1', '/offer/2', '/offer/3']);
        await b.activities.closePage({ ...b.ref, page });
      },
    );
  });

  it('a passkey that the page makes by itself is declined, and then left for another day', () =>
    onFlow(
      pages,
      offering(`<h1>Create a passkey</h1><div id="later" hidden>
        <form method="post" action="/past"><button>Not now</button></form></div><script>
        navigator.credentials.create({ publicKey: { challenge: new Uint8Array(16), rp: { name: 'x' },
          user: { id: new Uint8Array(1), name: 'x', displayName: 'x' }, pubKeyCredParams: [{ type: 'public-key', alg: -7 }] } })
          .catch((error) => { if (error.name === 'NotAllowedError') later.hidden = false; });</script>`),
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
        expect(posts.map(({ path }) => path)).toEqual(['/password', '/past']);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});

describe('what a site wants to know of somebody who is logged in, and offers no way past', () => {
  const MEMBER = 'sid=member';
  const wants = (heading: string, field: string): string =>
    `<h1>${heading}</h1><form method="post" action="/taken">${field}<button>Next</button></form>`;

  /** The front page asks whoever is not logged in; `home` is what it shows to who has given the password. */
  const site =
    (page: string, home: Answer) =>
    (visit: Visit): Answer | undefined => {
      if (visit.path === '/') return visit.cookies.get('sid') === 'member' ? home : PASSWORD_PAGE;
      if (visit.path === '/password') return { to: '/more', cookies: [MEMBER] };
      if (visit.path === '/more') return visit.cookies.get('sid') === 'member' ? page : { to: '/' };
      return members(visit);
    };
  const HOME = '<h1>Your orders</h1><p>Order 1704 is on its way.</p>';

  it.each(
    variants(2, [
      ['a phone number', wants('Add a phone number', PHONE), `${HOME}<a href="/logout">Log out</a>`],
      [
        'a notice of an outage to come',
        '<h1>Maintenance on Sunday</h1><p>The service is unavailable on Sunday from 6 to 14.</p><form method="post" action="/taken"><button>Continue</button></form>',
        { to: '/members' },
      ],
      ['a phone number, by a site without a way out', wants('Add a phone number', PHONE), HOME],
      ['a recovery address', wants('Add a recovery email', MAIL), { to: '/members' }],
      ['a number, in words that nobody knows', wants('Numerus telephonicus', PHONE), { to: '/members' }],
    ]),
  )('is not answered: %s', (_, page, home) =>
    onFlow(pages, site(page, home), async (b, { posts }) => {
      const { page: handle, outcome } = await b.open();
      expect(await b.fill(handle, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
      expect(await b.activities.saveSession({ ...b.ref, page: handle })).toMatchObject({ kind: 'saved' });
      expect(posts.map(({ path }) => path)).toEqual(['/password']);
    }),
  );

  it.each(
    variants(2, [
      ['lets nobody in without it', wants('Your phone number', PHONE), { to: '/more' }],
      ['asks who it is before anybody is let in', wants('Confirm your phone number', PHONE), PASSWORD_PAGE],
      ['asks for more elsewhere', wants('Confirm your phone number', PHONE), codePage('Check', 'Enter the code.')],
      [
        'waits for a device elsewhere',
        wants('Confirm it', PHONE),
        '<h1>Check your phone</h1><p>We sent a notification to your phone.</p>',
      ],
    ]),
  )('is asked of a person where the site %s', (_, page, home) =>
    onFlow(pages, site(page, home), async (b, { posts }) => {
      const { page: handle, outcome } = await b.open();
      const asked = inputOf(await b.fill(handle, inputOf(outcome), VALUES));
      expect(asked).toMatchObject({
        url: expect.stringContaining('/more'),
        fields: [{ name: 'phone', label: 'Phone number' }],
      });
      await b.fill(handle, asked, { phone: '+491700000' });
      expect(posts.map(({ path }) => path)).toEqual(['/password', '/taken']);
      await b.activities.closePage({ ...b.ref, page: handle });
    }),
  );
});

describe('nothing is pressed', () => {
  it.each(
    variants(2, [
      ['that takes the offer, where it can not be left', offer('Turn on notifications', 'Allow', 'Learn more')],
      ['that turns terms down', offer('We’ve updated our terms', 'Accept', 'No')],
      ['that says more than not now', offer('Protect your account', 'Set up', 'Skip and delete my account')],
      ['under a heading that offers nothing', offer('Close your account?', 'Close it', 'No')],
      ['that only sounds like it', offer('Add a passkey', 'Create', 'Cancel my subscription')],
    ]),
  )('%s', (_, page) =>
    onFlow(pages, offering(page), async (b, { posts }) => {
      const { page: handle, outcome } = await b.open();
      await b.fill(handle, inputOf(outcome), VALUES);
      expect(posts.map(({ path }) => path)).toEqual(['/password']);
      await b.activities.closePage({ ...b.ref, page: handle });
    }),
  );

  it('on the front page of a site that has seen nobody yet', () =>
    onFlow(
      pages,
      (visit) =>
        visit.path === '/'
          ? `<h1>Turn on notifications</h1><form method="post" action="/no"><button>Not now</button></form>
             <a href="/login">Log in</a>`
          : visit.path === '/login'
            ? PASSWORD_PAGE
            : undefined,
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        expect(fieldNames(inputOf(outcome))).toEqual(['email', 'password']);
        expect(posts).toEqual([]);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});

describe('a passkey that a page asks for', () => {
  const EMAIL_PAGE = `<h1>Sign in</h1><form method="post" action="/email">
    <label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username"><button>Next</button></form>`;
  const ask = (ways: string): string => `<h1>Use your passkey</h1><p id="state">Waiting for your device …</p>
    <div id="ways" hidden>${ways}</div><script>
    navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16) } }).catch(() => { ways.hidden = false; });</script>`;
  const site =
    (ways: string, first = EMAIL_PAGE) =>
    (visit: Visit): Answer | undefined => {
      if (visit.path === '/') return first;
      if (visit.path === '/email') return { body: ask(ways), cookies: ['csrf=1'] };
      if (visit.path === '/with-password') return PASSWORD_PAGE;
      return visit.path === '/password' ? letIn : members(visit);
    };
  const other = '<button>Try again</button><a href="/with-password">Use your password instead</a>';

  it('after the name is left for the password', () =>
    onFlow(pages, site(other), async (b, { posts }) => {
      const { page, outcome } = await b.open();
      const asked = inputOf(await b.fill(page, inputOf(outcome), { email: VALUES.email }));
      expect(fieldNames(asked)).toEqual(['email', 'password']);
      expect(await b.fill(page, asked, VALUES)).toMatchObject({ kind: 'authenticated' });
      expect(posts.map(({ path }) => path)).toEqual(['/email', '/password']);
      await b.activities.closePage({ ...b.ref, page });
    }));

  it('is not left for a backup code: that is for a person to decide', () =>
    onFlow(
      pages,
      (visit) => (visit.path === '/email' ? site('<a href="/backup">Use a recovery code</a>')(visit) : site('')(visit)),
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const end = await b.fill(page, inputOf(outcome), { email: VALUES.email });
        expect(inputOf(end).mfa_options).toMatchObject([{ type: 'switch', label: 'Use a recovery code' }]);
        expect(posts).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it('before anything else is left for the password', () =>
    onFlow(pages, site(other, ask(other)), async (b) => {
      const { page, outcome } = await b.open();
      expect(fieldNames(inputOf(outcome))).toEqual(['email', 'password']);
      await b.activities.closePage({ ...b.ref, page });
    }));

  it.each([
    ['after the name', EMAIL_PAGE],
    ['at once', ask('')],
  ])('and offers no other way for ends the login (%s)', (_, first) =>
    onFlow(pages, site('<button>Try again</button>', first), async (b) => {
      const { page, outcome } = await b.open();
      const end = outcome.kind === 'input' ? await b.fill(page, outcome.page, { email: VALUES.email }) : outcome;
      expect(end).toMatchObject({ kind: 'failed', code: 'unsupported_auth_method' });
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});
