import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Outcome } from '../../../contract/steps.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { type Bench, inputOf, store, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const ALICE = 'alice@acme.example';
const BOB = 'bob@acme.example';
const PASSWORD = 'a good passphrase';

const FORM =
  '<h1>Log in</h1><form method="post" action="/login"><label>Email <input name="u" type="email"></label><label>Password <input name="p" type="password"></label><button>Log in</button></form>';

/** A site that knows who came by a cookie, and shows `inside` to them. `/?new` is the login for whoever asks for it. */
const site =
  (inside: (who: string) => string) =>
  ({ path, form, cookies, query }: Visit): Answer | undefined => {
    if (path === '/login' && form !== null) return { to: '/', cookies: [`who=${form.get('u')}`] };
    if (path === '/as') return { to: '/', cookies: [`who=${query.get('u')}`, 'chosen=1'] };
    if (path === '/login' || path === '/other') return FORM;
    const who = decodeURIComponent(cookies.get('who') ?? '');
    return path === '/'
      ? who === ''
        ? FORM
        : inside(cookies.has('chosen') || who === ALICE ? `${who}!` : who)
      : undefined;
  };

/** The page of somebody who is logged in. */
const home = (who: string): string =>
  `<h1>Orders 4711</h1><p>Signed in as <b>${who}</b></p><a href="/logout">Log out</a>`;

/** Logs in with what is asked for, and saves the session. */
async function logIn(b: Bench, email: string): Promise<unknown> {
  const { page, outcome } = await b.open();
  let came: Outcome = outcome;
  if (came.kind === 'input' && came.page.fields.length > 0) {
    const seen = inputOf(came);
    const values = seen.fields.map(({ name, role }): [string, string] => [
      name,
      role === 'password' ? PASSWORD : email,
    ]);
    came = (await b.fill(page, seen, Object.fromEntries(values))) as Outcome;
  }
  if (came.kind === 'authenticated') return b.activities.saveSession({ ...b.ref, page });
  await b.activities.closePage({ ...b.ref, page });
  return came;
}

/** From now on it is another login of the agent, with the credential of another person. */
function becomeAlice(b: Bench): void {
  const { vault } = b;
  vault.attempts.clear();
  vault.stored.set('email', ALICE);
  // What was learned of Bob is not hers.
  vault.labels = [];
  store(b, ['email', 'password']);
}

/** Bob has logged in at a site, which shows the agent's next login, that of Alice, a choice. */
function afterBob(chooser: (who: string) => string, work: (b: Bench) => Promise<void>): Promise<void> {
  let isFirst = true;
  const answer = site(chooser);
  return onFlow(
    pages,
    (visit) => (isFirst && visit.cookies.has('who') ? home(BOB) : answer(visit)),
    async (b) => {
      await expect(logIn(b, BOB)).resolves.toMatchObject({ kind: 'saved' });
      isFirst = false;
      becomeAlice(b);
      await work(b);
    },
  );
}

/** The profile holds the session of one person, and the agent has the credential of another. */
async function asAlice(b: Bench): Promise<unknown> {
  await expect(logIn(b, BOB)).resolves.toMatchObject({ kind: 'saved' });
  becomeAlice(b);
  return logIn(b, ALICE);
}

describe('a session of somebody else', () => {
  it.for([
    ['said in a sentence (en)', home],
    [
      'in the menu of the account (es)',
      (who: string) =>
        `<header><button class="user-menu" aria-haspopup="menu">${who}</button></header><main><h1>Sus pedidos</h1><form method="post" action="/logout"><button>Cerrar sesión</button></form></main>`,
    ],
    [
      'beside the way out (ja)',
      (who: string) =>
        `<nav><a href="/a">注文</a><span>${who} 様</span><a href="/logout">ログアウト</a></nav><h1>ご注文</h1>`,
    ],
    [
      'where no way out is shown (tr)',
      (who: string) =>
        `<h1>Siparişler</h1><p>Merhaba ${who}</p><nav><a href="/a">Bir</a><a href="/b">İki</a><a href="/c">Üç</a></nav>`,
    ],
  ] as const)('is never ours: %s', ([, inside]) =>
    onFlow(
      pages,
      site((who) => inside(who.replace('!', ''))),
      async (b, { posts }) => {
        expect(await asAlice(b)).toMatchObject({ kind: 'failed', code: 'wrong_account' });
        expect(b.vault.saved).toHaveLength(1);
        expect(posts.some(({ path }) => path === '/logout')).toBe(false);
      },
    ),
  );

  it('is left for another account where the page offers that (de)', () => {
    const chooser = (who: string): string =>
      who.endsWith('!')
        ? home(who.slice(0, -1))
        : `<h1>Willkommen zurück</h1><form action="/as"><button name="u" value="${who}">Weiter als ${who}</button></form><a href="/login">Anderes Konto verwenden</a>`;
    let isFirst = true;
    const answer = site(chooser);
    return onFlow(
      pages,
      (visit) => (isFirst && visit.cookies.has('who') ? home(visit.cookies.get('who') ?? '') : answer(visit)),
      async (b, { posts }) => {
        await expect(logIn(b, BOB)).resolves.toMatchObject({ kind: 'saved' });
        isFirst = false;
        becomeAlice(b);
        expect(await logIn(b, ALICE)).toMatchObject({ kind: 'saved' });
        expect(posts.map(({ fields }) => fields.u)).toEqual([BOB, ALICE]);
      },
    );
  });

  it('is not taken where ours stands beside it (fr)', () => {
    const chooser = (who: string): string =>
      who.endsWith('!')
        ? home(who.slice(0, -1))
        : `<h1>Choisissez un compte</h1>${[BOB, ALICE].map((one) => `<form action="/as"><button name="u" value="${one}">${one}</button></form>`).join('')}`;
    return afterBob(chooser, async (b) => {
      expect(await logIn(b, ALICE)).toMatchObject({ kind: 'saved' });
      expect(b.vault.saved.at(-1)?.storage_state.cookies.find(({ name }) => name === 'who')?.value).toBe(ALICE);
    });
  });

  it('is asked about where only a name is shown (pt)', () => {
    const chooser = (who: string): string =>
      who.endsWith('!')
        ? home(who.slice(0, -1))
        : '<h1>Bem-vindo de volta</h1><form action="/as"><button name="u" value="x">Continuar como Roberto</button></form><form action="/other"><button>Usar outra conta</button></form>';
    return afterBob(chooser, async (b) => {
      const came = await logIn(b, ALICE);
      expect(came).toMatchObject({ kind: 'input' });
      expect(inputOf(came as Outcome).sign_in_options.map(({ label }) => label)).toContain('Usar outra conta');
    });
  });
});

describe('an address that is not the one of the credential', () => {
  it('is ours where our password has just opened it', () =>
    onFlow(
      pages,
      site(() => home('a.smith@corp.example')),
      async (b) => {
        becomeAlice(b);
        expect(await logIn(b, ALICE)).toMatchObject({ kind: 'saved' });
      },
    ));

  it('says nothing where it is not that of an account', () => {
    const inside = (who: string): string =>
      `<header>Help: <a href="mailto:help@acme.example">help@acme.example</a></header><h1>Hello</h1><p>Customers: carl@acme.example, dora@acme.example</p><a href="/logout" title="${who}">Log out</a>`;
    return onFlow(pages, site(inside), async (b) => {
      expect(await asAlice(b)).toMatchObject({ kind: 'saved' });
    });
  });
});
