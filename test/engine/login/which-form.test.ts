import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { ChooseStep, PageHandle, SeenPage } from '../../../contract/steps.js';
import { letIn, members, PASSWORD_PAGE } from '../../sites/flows/members.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { ANSWER, type Bench, fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };

const choose = (b: Bench, page: PageHandle, seen: SeenPage, choice: ChooseStep['choice']) =>
  b.activities.chooseOption({ ...b.ref, page, signature: seen.signature, choice, answer: ANSWER });

const login = (name: string, action = `/${name}`): string => `<form method="post" action="${action}">
  <label for="${name}-email">E-mail</label><input id="${name}-email" name="email" type="email" autocomplete="username">
  <label for="${name}-password">Password</label><input id="${name}-password" name="password" type="password">
  <button>Sign in</button></form>`;

const TWO = `<h1>Welcome to Freight</h1>
  <section><h2>Customers</h2>${login('customers')}</section>
  <section><h2>Partners</h2>${login('partners')}</section>`;

/** A site with a page of two logins, each for its own people. */
const two = (visit: Visit): Answer | undefined => {
  if (visit.path === '/') return TWO;
  if (visit.path !== '/customers' && visit.path !== '/partners') return members(visit);
  const right = visit.path === '/partners' && visit.form?.get('password') === VALUES.password;
  return right
    ? letIn
    : { body: TWO.replace('<h2>Partners</h2>', '<h2>Partners</h2><p role="alert">Wrong password.</p>') };
};

const labels = ({ sign_in_options }: SeenPage): string[] => sign_in_options.map(({ label }) => label);

describe('two logins on one page', () => {
  it('are named to a person; the one that is chosen is filled, and nothing is pressed for the choice', () =>
    onFlow(pages, two, async (b, { posts }) => {
      const { page, outcome } = await b.open();
      const seen = inputOf(outcome);
      expect(seen.fields).toEqual([]);
      expect(seen.sign_in_options).toMatchObject([
        { label: 'Customers', description: 'E-mail, Password' },
        { label: 'Partners', description: 'E-mail, Password' },
      ]);
      const partners = seen.sign_in_options[1]?.id as string;
      const asked = inputOf(await choose(b, page, seen, { sign_in_option: partners }));
      expect(fieldNames(asked)).toEqual(['email', 'password']);
      expect(asked.sign_in_options).toEqual([]);
      expect(posts).toEqual([]);

      const refused = await b.fill(page, asked, { ...VALUES, password: 'not it' });
      expect(refused).toMatchObject({ kind: 'refused', fields: ['password'], website_error: 'Wrong password.' });
      if (refused.kind !== 'refused' || refused.page === null) throw new Error('nowhere to try again');
      expect(fieldNames(refused.page)).toEqual(['email', 'password']);
      expect(await b.fill(page, refused.page, VALUES)).toMatchObject({ kind: 'authenticated' });
      expect(posts.map(({ path }) => path)).toEqual(['/partners', '/partners']);
      expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
    }));

  it('the choice is kept for a page that is opened again', () =>
    onFlow(pages, two, async (b, { posts }) => {
      const first = await b.open();
      const [, partners] = inputOf(first.outcome).sign_in_options;
      await choose(b, first.page, inputOf(first.outcome), { sign_in_option: partners?.id as string });
      await b.activities.closePage({ ...b.ref, page: first.page });
      const again = await b.open();
      const asked = inputOf(again.outcome);
      expect(asked.sign_in_options).toEqual([]);
      expect(await b.fill(again.page, asked, VALUES)).toMatchObject({ kind: 'authenticated' });
      expect(posts.map(({ path }) => path)).toEqual(['/partners']);
      await b.activities.closePage({ ...b.ref, page: again.page });
    }));

  it('the choice is asked for again where the form is not the same any more', () => {
    let front = TWO;
    return onFlow(
      pages,
      (visit) => (visit.path === '/' ? front : two(visit)),
      async (b, { posts }) => {
        const first = await b.open();
        const [, partners] = inputOf(first.outcome).sign_in_options;
        await choose(b, first.page, inputOf(first.outcome), { sign_in_option: partners?.id as string });
        await b.activities.closePage({ ...b.ref, page: first.page });
        front = TWO.replace('Partners', 'Dealers');
        const again = await b.open();
        expect(labels(inputOf(again.outcome))).toEqual(['Customers', 'Dealers']);
        expect(inputOf(again.outcome).fields).toEqual([]);
        const unknown = await choose(b, again.page, inputOf(again.outcome), { sign_in_option: partners?.id as string });
        expect(labels(inputOf(unknown))).toEqual(['Customers', 'Dealers']);
        expect(posts).toEqual([]);
        await b.activities.closePage({ ...b.ref, page: again.page });
      },
    );
  });

  it('are filled by nobody who did not choose', () =>
    onFlow(pages, two, async (b, { posts }) => {
      const { page, outcome } = await b.open();
      const seen = inputOf(outcome);
      const [form] = inputOf(await choose(b, page, seen, { sign_in_option: 'nothing' })).sign_in_options;
      expect(form).toEqual(seen.sign_in_options[0]);
      expect(await b.fill(page, seen, VALUES)).toMatchObject({ kind: 'changed' });
      expect(posts).toEqual([]);
      await b.activities.closePage({ ...b.ref, page });
    }));

  it.each([
    [
      'by their buttons where nothing else tells them apart',
      ['Sign in as a buyer', 'Sign in as a seller'],
      'a buyer',
      'a seller',
    ],
  ])('are named %s', (_, expected, one, other) =>
    onFlow(
      pages,
      (visit) =>
        visit.path === '/'
          ? `<h1>Sign in</h1><div>${login('one').replace('Sign in', `Sign in as ${one}`)}</div><div>${login('other').replace('Sign in', `Sign in as ${other}`)}</div>`
          : undefined,
      async (b) => {
        const { page, outcome } = await b.open();
        expect(labels(inputOf(outcome))).toEqual(expected);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});

describe('no choice', () => {
  it.each(
    variants(1, [
      [
        'one login that stands twice on the page',
        `<header>${login('top', '/enter')}</header><h2>Sign in</h2>${login('main', '/enter')}`,
      ],
      [
        'a login beside a sign-up',
        `<section><h2>Sign in</h2>${login('in', '/enter')}</section>
       <section><h2>Create an account</h2><form method="post" action="/register">
         <label for="n">Name</label><input id="n" name="name"><label for="e">E-mail</label><input id="e" name="email" type="email">
         <label for="p">Password</label><input id="p" name="password" type="password" autocomplete="new-password">
         <button>Create account</button></form></section>`,
      ],
      [
        'a login beside a search',
        `<form role="search" action="/search"><input name="q" aria-label="Search"><button>Search</button></form>${PASSWORD_PAGE}`,
      ],
    ] as const),
  )('%s', (_, front) =>
    onFlow(
      pages,
      (visit) => (visit.path === '/' ? front : undefined),
      async (b) => {
        const { page, outcome } = await b.open();
        expect(inputOf(outcome).sign_in_options).toEqual([]);
        expect(fieldNames(inputOf(outcome))).toEqual(['email', 'password']);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});

describe('a form that may as well be a sign-up, and asks for a new password', () => {
  const form = (heading: string, button: string): string => `<title>${heading}</title><h1>${heading}</h1>
    <form method="post" action="/login"><label>User name <input name="username" autocomplete="username"></label>
      <label>New password <input type="password" name="newpw"></label><button>${button}</button></form>`;

  it.each(
    variants(1, [
      ['Sign in or create account', 'Continue'],
      ['Log in or sign up', 'Go'],
      ['Join or log in', 'Next'],
    ]),
  )('is no choice, and nothing is typed: %s', (heading, button) =>
    onFlow(
      pages,
      (visit) => (visit.path === '/' ? form(heading, button) : undefined),
      async (b, { posts }) => {
        expect((await b.open()).outcome).toMatchObject({ kind: 'failed', code: 'ambiguous_form' });
        expect(posts).toEqual([]);
      },
    ),
  );
});
