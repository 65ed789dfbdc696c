import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { TIMEOUTS } from '../../../activities/login/index.js';
import { checkRecipe } from '../../../activities/login/recipes/check-recipe.js';
import type { Recipe } from '../../../contract/recipes/recipe.js';
import { serveTrap } from '../../sites/adversarial/server.js';
import { PASSWORD_FIELD } from '../../sites/adversarial/trap.js';
import { type Answer, type FlowSite, serveFlow, type Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { type Bench, bench, fieldNames, inputOf, testPages } from './harness.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const QUICK = { ...TIMEOUTS, settleMs: 4_000, undecidedMs: 700 };
const VALUES = { username: 'jane', password: 'a good passphrase' };
const WELCOME = '<h1>Welcome</h1><a href="/out">Log out</a>';

/** What an operator writes for the host of a test. */
function written(host: string, ...recipes: object[]): readonly Recipe[] {
  const { recipes: checked, problems } = checkRecipe(JSON.stringify(recipes.map((recipe) => ({ host, ...recipe }))));
  expect(problems).toEqual([]);
  return checked!;
}

const login = (fields: object, more: object = {}) => ({ category: 'account-login', fields, ...more });

async function on(
  answer: (visit: Visit) => string | undefined,
  recipe: object | readonly object[],
  run: (b: Bench, site: FlowSite) => Promise<void>,
): Promise<void> {
  const site = await serveFlow(answer);
  const recipes = written(site.host, ...[recipe].flat());
  const b = bench(pages, site.host, { totpSecret: 'JBSWY3DPEHPK3PXP', login: { timeouts: QUICK, recipes } });
  try {
    await run(b, site);
  } finally {
    await site.stop();
    b.clean();
  }
}

/** A form that nobody would take for a login: no word speaks for it, and most speak against it. */
const ODD = `<h1>Subscribe to our newsletter and search the catalogue</h1>
  <form method="post" action="/in"><div class="a"><input class="zz k1" name="q17"><input class="zz k2" type="password" name="q18"
    autocomplete="new-password"></div><div class="send" tabindex="0" onclick="this.closest('form').submit()">OK</div>
  <p>Join now: create your free account, terms and conditions apply.</p></form>`;
const ODD_FIELDS = { username: ['input.nope', 'input.k1'], password: ['input.k2'] };

describe('what an operator writes', () => {
  it('a form that discovery does not take for a login is one where a recipe says so', async () => {
    const answer = ({ form }: Visit): string => (form === null ? ODD : WELCOME);
    await on(answer, [{ paths: ['/elsewhere'], forms: [login(ODD_FIELDS)] }], async (b) => {
      expect((await b.open()).outcome).toMatchObject({ kind: 'failed' });
    });
    const recipe = { paths: ['/'], forms: [login(ODD_FIELDS, { actions: { submit: ['.nope', '.send'] } })] };
    await on(answer, recipe, async (b, site) => {
      const { page, outcome } = await b.open();
      expect(inputOf(outcome).fields.map(({ name, role }) => [name, role])).toEqual([
        ['username', 'identifier'],
        ['password', 'password'],
      ]);
      expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
      expect(site.posts).toEqual([{ path: '/in', fields: { q17: VALUES.username, q18: VALUES.password } }]);
      await b.activities.closePage({ ...b.ref, page });
    });
  });

  it('fields of one form are told from those of another, in a box and in shadow roots', () =>
    on(
      ({ form }) =>
        form === null
          ? `<form method="post"><input id="u1" name="a"><input type="password" name="b"><button>Sign in</button></form>
             <section id="staff"><x-login></x-login></section><script>
             const root = document.querySelector('x-login').attachShadow({ mode: 'open' });
             root.innerHTML = '<form method="post" action="/staff"><input id="id" name="who"><input id="pin" type="password" name="pw">' +
               '<input id="firm" name="firm"><button>Sign in</button></form>';</script>`
          : WELCOME,
      {
        forms: [
          login(
            { username: ['#staff x-login >>> #id', 'x-login >>> #id'], password: ['#pin'], company_id: ['#firm'] },
            { container: ['#staff'] },
          ),
        ],
      },
      async (b, site) => {
        const { page, outcome } = await b.open();
        expect(fieldNames(inputOf(outcome))).toEqual(['username', 'password', 'company_id']);
        const result = await b.fill(page, inputOf(outcome), { ...VALUES, company_id: '4711' });
        expect(result).toMatchObject({ kind: 'authenticated' });
        expect(site.posts).toEqual([
          { path: '/staff', fields: { who: VALUES.username, pw: VALUES.password, firm: '4711' } },
        ]);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it('a code goes into the boxes that are named, in their order', () =>
    on(
      ({ form }) =>
        form === null
          ? `<p>Type it:</p><form method="post">${[3, 1, 2, 4, 5, 6]
              .map((n) => `<input class="b${n}" name="b${n}" style="display:inline;width:9rem">`)
              .join('')}<button>Go</button></form>`
          : WELCOME,
      { forms: [login({ oneTimeCode: [[1, 2, 3, 4, 5, 6].map((n) => `.b${n}`)] })] },
      async (b, site) => {
        b.vault.fixedCode = '123456';
        const { page, outcome } = await b.open();
        expect(inputOf(outcome).fields).toMatchObject([{ name: 'code', role: 'code' }]);
        expect(await b.fill(page, inputOf(outcome), { code: { from: 'totp' } })).toMatchObject({
          kind: 'authenticated',
        });
        expect(site.posts[0]?.fields).toEqual({ b1: '1', b2: '2', b3: '3', b4: '4', b5: '5', b6: '6' });
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it('a form that grows is the one with something left to fill', () =>
    on(
      ({ form }) =>
        form === null
          ? `<form method="post"><input class="k1" name="u"><input class="k2" name="p" type="password" hidden>
             <a class="next" href="#" onclick="document.querySelector('.k2').hidden = false">…</a>
             <i class="send" onclick="this.closest('form').submit()">…</i></form>`
          : WELCOME,
      {
        forms: [
          login({ username: ['.k1'] }, { actions: { next: ['.next'] } }),
          login({ password: ['.k2'] }, { actions: { submit: ['.nope'] } }),
          login({ password: ['.k2'] }, { actions: { submit: ['.send'] } }),
        ],
      },
      async (b, site) => {
        const { page, outcome } = await b.open();
        const second = inputOf(await b.fill(page, inputOf(outcome), { username: VALUES.username }));
        expect(fieldNames(second)).toEqual(['password']);
        expect(await b.fill(page, second, { password: VALUES.password })).toMatchObject({ kind: 'authenticated' });
        expect(site.posts[0]?.fields).toEqual({ u: VALUES.username, p: VALUES.password });
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it('a login begins where it says, and on the home page when nothing is there', async () => {
    const asked: string[] = [];
    const answer = ({ path, form }: Visit): string | undefined => {
      if (path !== '/favicon.ico') asked.push(path);
      if (form !== null) return WELCOME;
      return path === '/'
        ? '<h1>Home</h1><a href="/hidden/way-in">Log in</a>'
        : path === '/hidden/way-in'
          ? ODD
          : undefined;
    };
    const recipe = { paths: ['/hidden/*'], forms: [login(ODD_FIELDS)] };
    await on(answer, { ...recipe, start: '/hidden/way-in' }, async (b) => {
      const { page, outcome } = await b.open();
      expect(fieldNames(inputOf(outcome))).toEqual(['username', 'password']);
      await b.activities.closePage({ ...b.ref, page });
    });
    expect(asked).toEqual(['/hidden/way-in']);
    asked.length = 0;
    await on(answer, { ...recipe, start: '/gone' }, async (b) => {
      const { page, outcome } = await b.open();
      expect(fieldNames(inputOf(outcome))).toEqual(['username', 'password']);
      await b.activities.closePage({ ...b.ref, page });
    });
    expect(asked).toEqual(['/gone', '/', '/hidden/way-in']);
  });
});

it('the example of the documentation logs in', async () => {
  const text = await readFile(new URL('../../../examples/recipes/intranet.json', import.meta.url), 'utf8');
  const answer = ({ path, form }: Visit): Answer | undefined => {
    if (path === '/portal/enter' && form !== null) return { to: '/portal/code' };
    if (path === '/portal/enter')
      return `<form method="post"><input name="q"><button>Find</button></form><form method="post" id="staff"><input name="firm">
        <input class="staff-name" name="who"><input type="password" name="pw"><i class="go" onclick="staff.submit()">›</i></form>`;
    if (path !== '/portal/code') return undefined;
    if (form !== null) return WELCOME;
    const boxes = [1, 2, 3, 4, 5, 6].map((n) => `<input id="c${n}" name="c${n}">`);
    return `<form method="post">${boxes.join('')}<button>›</button></form>`;
  };
  const site = await serveFlow(answer);
  const recipes = checkRecipe(text.replaceAll('intranet.example.com', site.host)).recipes!;
  const b = bench(pages, site.host, { login: { timeouts: QUICK, recipes } });
  try {
    b.vault.fixedCode = '123456';
    const { page, outcome } = await b.open();
    const code = inputOf(await b.fill(page, inputOf(outcome), { ...VALUES, company_id: '4711' }));
    expect(fieldNames(code)).toEqual(['code']);
    expect(await b.fill(page, code, { code: { from: 'totp' } })).toMatchObject({ kind: 'authenticated' });
    expect(site.posts.map(({ fields }) => Object.values(fields).join())).toEqual([
      `4711,${VALUES.username},${VALUES.password}`,
      '1,2,3,4,5,6',
    ]);
    await b.activities.closePage({ ...b.ref, page });
  } finally {
    await site.stop();
    b.clean();
  }
});

describe('a recipe that is wrong', () => {
  const FORM = `<h1>Sign in</h1><form method="post"><label>E-mail<input id="email" name="email" type="email"></label>
    <label>Password${PASSWORD_FIELD.slice(PASSWORD_FIELD.indexOf('<input'))}</label><button id="go">Sign in</button>
    <button id="eye" type="button">Show password</button></form>`;
  const trapped = (html: string, style = ''): string => `<div data-trap style="${style}">${html}</div>`;

  it.each(
    variants(3, [
      ['a text field for the password', trapped('<input id="x" type="text">'), { password: ['#x'] }],
      ['a hidden password field', trapped('<input id="x" type="password">', 'display:none'), { password: ['#x'] }],
      ['a transparent password field', trapped('<input id="x" type="password">', 'opacity:0'), { password: ['#x'] }],
      ['a search box', trapped('<input id="x" type="search">'), { username: ['#x'], password: ['#password'] }],
      [
        'two fields at once',
        trapped('<input class="x"><input class="x">'),
        { username: ['.x'], password: ['#password'] },
      ],
      ['what is no CSS', '', { username: [':nonsense(1)'], password: ['input[type=password'.concat(']')] }],
      ['what is not there', '', { username: ['#email'], password: ['#gone'] }],
      [
        'a form that chooses a password',
        trapped(`<form method="post"><input id="n" name="n"><input id="x" type="password" autocomplete="new-password">
        <input type="password" name="confirm_password" aria-label="Confirm password"><button>Create account</button></form>`),
        { username: ['#n'], password: ['#x'] },
      ],
    ]),
  )('names %s: the page is read as it looks', async (_, extra, fields) => {
    const site = await serveTrap({ name: 'recipe', own: () => ({ '/': FORM + extra }) });
    const recipes = written(site.host, { forms: [login(fields)] });
    const b = bench(pages, site.host, { login: { timeouts: QUICK, recipes } });
    try {
      const { page, outcome } = await b.open();
      expect(fieldNames(inputOf(outcome))).toEqual(['email', 'password']);
      const values = { email: 'me@example.com', password: VALUES.password };
      expect(await b.fill(page, inputOf(outcome), values)).toMatchObject({ kind: 'authenticated' });
      expect(site.caught()).toEqual([]);
      expect(site.received()).toHaveLength(1);
      await b.activities.closePage({ ...b.ref, page });
    } finally {
      await site.stop();
      b.clean();
    }
  });

  it('names a field in a frame of another site: nothing is typed there', async () => {
    const site = await serveTrap({
      name: 'recipe',
      own: ({ other }) => ({ '/': `<h1>Shop</h1><iframe src="${other}/" width="400" height="300"></iframe>` }),
      other: () => ({ '/': FORM }),
    });
    const everywhere = ['iframe >>> #password', '#password'];
    const recipes = [
      ...written(site.host, { forms: [login({ email: ['iframe #email', '#email'], password: everywhere })] }),
      ...written('127.0.0.1', { forms: [login({ email: ['#email'], password: everywhere })] }),
    ];
    const b = bench(pages, site.host, { login: { timeouts: { ...QUICK, openMs: 6_000 }, recipes } });
    try {
      const { outcome } = await b.open();
      expect(outcome).toMatchObject({ kind: 'failed', code: 'domain_not_allowed' });
      expect(site.caught()).toEqual([]);
    } finally {
      await site.stop();
      b.clean();
    }
  });

  it('presses what sends nothing: then what the page looks like counts, in the same login', () =>
    on(
      ({ form }) => (form === null ? FORM : WELCOME),
      { forms: [login({ email: ['#email'], password: ['#password'] }, { actions: { submit: ['#eye'] } })] },
      async (b, site) => {
        const { page, outcome } = await b.open();
        const values = { email: 'me@example.com', password: VALUES.password };
        const again = inputOf(await b.fill(page, inputOf(outcome), values));
        expect(site.posts).toEqual([]);
        expect(await b.fill(page, again, values)).toMatchObject({ kind: 'authenticated' });
        expect(site.posts).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it('names a field that can not be reached: what the page looks like counts, and no attempt is made before', () =>
    on(
      ({ form }) =>
        form === null
          ? `${FORM}<div style="position:relative;height:3rem"><div><div><input id="under"></div></div>
             <div style="position:absolute;inset:0;background:#fff;z-index:2">News</div></div>`
          : WELCOME,
      { forms: [login({ username: ['#under'], password: ['#password'] })] },
      async (b, site) => {
        const { page, outcome } = await b.open();
        const step = b.step(page, inputOf(outcome), VALUES);
        const result = await b.activities.fillFields(step);
        expect(b.vault.attempts.get(step.attempt_id)?.state).toBe('prepared');
        if (result.kind !== 'changed') throw new Error(`expected a change, got ${JSON.stringify(result)}`);
        const seen = inputOf(result.outcome);
        expect(fieldNames(seen)).toEqual(['email', 'password']);
        const values = { email: 'me@example.com', password: VALUES.password };
        expect(await b.fill(page, seen, values)).toMatchObject({ kind: 'authenticated' });
        expect(site.posts[0]?.fields).toEqual({ email: values.email, password: values.password });
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});
