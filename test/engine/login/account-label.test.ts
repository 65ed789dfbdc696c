/** How a site calls the account is learned when its password was typed; a session that is called otherwise later is another one's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Outcome } from '../../../contract/steps.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { type Bench, inputOf, store, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const FORM =
  '<h1>Log in</h1><form method="post" action="/login"><label>User name or email <input name="username" autocomplete="username"></label><label>Password <input name="p" type="password"></label><button>Log in</button></form>';

/** A site that calls whoever has a session as `who` says at that moment. */
const site =
  (inside: (who: string) => string, who: () => string) =>
  ({ path, form, cookies }: Visit): Answer | undefined => {
    if (path === '/login' && form !== null) return { to: '/', cookies: ['sid=1'] };
    if (path !== '/') return undefined;
    return cookies.has('sid') ? inside(who()) : FORM;
  };

async function logIn(b: Bench, name: string): Promise<unknown> {
  // Another login than the one before.
  b.vault.attempts.clear();
  b.vault.checkpoint = null;
  const { page, outcome } = await b.open();
  let came: Outcome = outcome;
  if (came.kind === 'input') {
    const seen = inputOf(came);
    const values = seen.fields.map(({ name: field, role }) => [
      field,
      role === 'password' ? 'a good passphrase' : name,
    ]);
    came = (await b.fill(page, seen, Object.fromEntries(values))) as Outcome;
  }
  if (came.kind === 'authenticated') return b.activities.saveSession({ ...b.ref, page });
  await b.activities.closePage({ ...b.ref, page });
  return came;
}

/** Whether a form was shown, and what came of it. */
async function twice(
  inside: (who: string) => string,
  name: string,
  [first, second]: readonly [string, string],
  then: (b: Bench, came: unknown, posts: readonly unknown[]) => void | Promise<void>,
): Promise<void> {
  let who = first;
  await onFlow(
    pages,
    site(inside, () => who),
    async (b, { posts }) => {
      const key = name.includes('@') ? 'email' : 'username';
      b.vault.stored.set(key, name);
      store(b, [key]);
      expect(await logIn(b, name)).toMatchObject({ kind: 'saved' });
      who = second;
      await then(b, await logIn(b, name), posts);
    },
  );
}

const greeted = (who: string): string => `<h1>Orders 4711</h1><p>Signed in as ${who}</p><a href="/logout">Log out</a>`;
const menu = (who: string): string =>
  `<header><button class="user-menu" aria-haspopup="menu">${who}</button></header><main><h1>Commandes</h1><form method="post" action="/logout"><button>Se déconnecter</button></form></main>`;
const beside = (who: string): string =>
  `<nav><a href="/a">Verträge</a><span>Kundennummer ${who}</span><a href="/abmelden">Abmelden</a></nav><h1>Ihre Verträge</h1>`;

describe('a session that is called otherwise than ours was', () => {
  it.for(
    variants(2, [
      ['by user name', greeted, 'alice', ['alice', 'bob']],
      [
        'by the name of an office at another firm',
        greeted,
        'info@firm-a.example',
        ['info@firm-a.example', 'info@firm-b.example'],
      ],
      ['by a name in the menu of the account (fr)', menu, 'alice@acme.example', ['Alice Martin', 'Robert Petit']],
      [
        'by an address with hidden letters (fr)',
        menu,
        'alice@acme.example',
        ['al•••@acme.example', 'bo•••@acme.example'],
      ],
      ['by a customer number beside the way out (de)', beside, '100234', ['100234', '100777']],
    ] as const),
  )('is never saved, and the next login begins without it: %s', ([, inside, name, who]) =>
    twice(inside, name, who, async (b, came, posts) => {
      expect(came).toMatchObject({ kind: expect.stringMatching(/failed|step_left/) });
      expect(JSON.stringify(came)).toContain('wrong_account');
      expect([b.vault.saved.length, posts.length]).toEqual([1, 1]);
      expect(await logIn(b, name)).toMatchObject({ kind: 'saved' });
      expect(posts).toHaveLength(2);
    }),
  );

  it.for(
    variants(2, [
      ['the address that the site has for us', greeted, 'alice', ['a.smith@corp.example', 'a.smith@corp.example']],
      ['another display name with our own in it (fr)', menu, 'alice@acme.example', ['Alice Martin', 'Alice Petit']],
      ['a name that is nothing of ours', menu, 'alice@acme.example', ['Sunshine', 'Moonlight']],
      ['our address with hidden letters', greeted, 'alice@acme.example', ['a•••e@acme.example', 'al•••@acme.example']],
    ] as const),
  )('is kept where it may be ours: %s', ([, inside, name, who]) =>
    twice(inside, name, who, (b, came, posts) => {
      expect(came).toMatchObject({ kind: 'saved' });
      expect([b.vault.saved.length, posts.length]).toEqual([2, 1]);
    }),
  );
});
