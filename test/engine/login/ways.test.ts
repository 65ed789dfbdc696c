import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { letIn, members, PASSWORD_PAGE } from '../../sites/flows/members.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { ANSWER, fieldNames, inputOf, store, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };

describe('the way to the form', () => {
  const hops = (count: number) =>
    onFlow(
      pages,
      ({ path }) => {
        const at = path === '/' ? 0 : Number(path.slice('/step-'.length));
        return at === count ? PASSWORD_PAGE : `<h1>Page ${at}</h1><a href="/step-${at + 1}">Log in, step ${at + 1}</a>`;
      },
      async (b) => {
        const { outcome } = await b.open();
        if (count > 3) expect(outcome).toMatchObject({ kind: 'failed', code: 'login_form_not_found' });
        else expect(fieldNames(inputOf(outcome))).toEqual(['email', 'password']);
      },
    );

  it('leads over three links', () => hops(3));
  it('is given up at the fourth', () => hops(4));
});

describe('a password that appears', () => {
  const progressive = (show: string): string => `<h1>Sign in</h1><form method="post" action="/password">
    <label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username">
    <div id="more" hidden><label for="password">Password</label><input id="password" name="password" type="password"></div>
    <button>Continue</button></form><script>${show}</script>`;

  it.each([
    ['at once', 'email.oninput = () => { more.hidden = false; };'],
    ['a moment later', 'email.oninput = () => setTimeout(() => { more.hidden = false; }, 60);'],
    ['once the site knows', "email.onblur = () => fetch('/who').then(() => { more.hidden = false; });"],
  ])('while the name is typed, or its field is left, is filled before anything is sent (%s)', (_, show) =>
    onFlow(
      pages,
      async (visit) => {
        if (visit.path === '/who') await sleep(400);
        return visit.path === '/' ? progressive(show) : visit.path === '/password' ? letIn : members(visit);
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        expect(fieldNames(inputOf(outcome))).toEqual(['email']);
        const asked = inputOf(await b.fill(page, inputOf(outcome), { email: VALUES.email }));
        expect(fieldNames(asked)).toEqual(['email', 'password']);
        expect(posts).toEqual([]);
        expect(await b.fill(page, asked, VALUES)).toMatchObject({ kind: 'authenticated' });
        expect(posts.map(({ fields }) => fields)).toEqual([VALUES]);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );

  it('when the button is pressed is filled then', () =>
    onFlow(
      pages,
      (visit) => {
        const show =
          'document.forms[0].onsubmit = () => { const last = more.hidden; more.hidden = false; return !last; };';
        return visit.path === '/' ? progressive(show) : visit.path === '/password' ? letIn : members(visit);
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const asked = inputOf(await b.fill(page, inputOf(outcome), { email: VALUES.email }));
        expect(fieldNames(asked)).toEqual(['email', 'password']);
        expect(await b.fill(page, asked, VALUES)).toMatchObject({ kind: 'authenticated' });
        expect(posts).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});

it('fields of a site of its own are asked for by their labels', () =>
  onFlow(
    pages,
    (visit) => {
      if (visit.path === '/')
        return PASSWORD_PAGE.replace(
          '<button>',
          `<label for="c">Company ID</label><input id="c" name="c" required>
           <label for="q">Name of your first pet</label><input id="q" name="q" required>
           <label for="r">Region</label><select id="r" name="r"><option value="eu">Europe</option><option value="us">America</option></select><button>`,
        );
      return visit.path === '/password' ? letIn : members(visit);
    },
    async (b, { posts }) => {
      const { page, outcome } = await b.open();
      const seen = inputOf(outcome);
      expect(fieldNames(seen)).toEqual(['email', 'password', 'company_id', 'name_of_your_first_pet', 'region']);
      expect(seen.fields.at(-1)?.options).toEqual([
        { value: 'eu', label: 'Europe' },
        { value: 'us', label: 'America' },
      ]);
      const more = { company_id: '4711', name_of_your_first_pet: 'Rex', region: 'us' };
      expect(await b.fill(page, seen, { ...VALUES, ...more })).toMatchObject({ kind: 'authenticated' });
      expect(posts.map(({ fields }) => fields)).toEqual([{ ...VALUES, c: '4711', q: 'Rex', r: 'us' }]);
      await b.activities.closePage({ ...b.ref, page });
    },
  ));

it('an organisation is chosen from links, behind the password', () =>
  onFlow(
    pages,
    (visit) => {
      if (visit.path === '/') return PASSWORD_PAGE;
      if (visit.path === '/password')
        return '<h1>Choose an organization</h1><ul><li><a href="/o/acme">Acme Ltd</a></li><li><a href="/o/home">Home</a></li></ul>';
      return visit.path === '/o/acme' ? letIn : members(visit);
    },
    async (b) => {
      const { page, outcome } = await b.open();
      const seen = inputOf(await b.fill(page, inputOf(outcome), VALUES));
      expect(seen.sign_in_options.map(({ label }) => label)).toEqual(['Acme Ltd', 'Home']);
      const choice = { sign_in_option: seen.sign_in_options[0]?.id ?? '' };
      const chosen = await b.activities.chooseOption({
        ...b.ref,
        page,
        signature: seen.signature,
        choice,
        answer: ANSWER,
      });
      expect(chosen).toMatchObject({ kind: 'authenticated' });
      expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
    },
  ));

const FRONTS: readonly { name: string; front: string; onlyWay?: true }[] = [
  {
    name: 'a code by text message (pt)',
    front:
      '<h1>Entrar</h1><div><label>Telemóvel <input type="tel"></label><label>Código SMS <input inputmode="numeric"></label><button>Entrar</button></div><p><a href="/pw">Entrar com palavra-passe</a></p>',
  },
  {
    name: 'ways to choose from (uk)',
    front:
      '<h1>Як увійти</h1><ul><li><a href="/key">Ключ доступу</a></li><li><a href="/pw">Ввести пароль</a></li><li><a href="/mail">Отримати посилання на пошту</a></li></ul>',
    // Nothing can be typed or chosen there that this browser could do by itself.
    onlyWay: true,
  },
  {
    name: 'a link by mail (nl)',
    front:
      '<h1>Inloggen</h1><form method="post" action="/magic"><label>E-mailadres <input name="email" type="email"></label><button>Stuur mij een inloglink</button></form><p>of <a href="/pw">log in met wachtwoord</a></p>',
  },
  {
    name: 'identity providers (en)',
    front:
      '<h1>Choose how to sign in</h1><a href="/google">Sign in with Google</a><form action="/pw"><button>Use password instead</button></form>',
  },
  {
    name: 'providers under a tab, and the form under another (it)',
    front:
      '<h1>Accedi</h1><ul role="tablist"><li><a role="tab" href="#a" aria-selected="true">SPID</a></li><li><a role="tab" href="#b" id="t">Credenziali</a></li></ul><div id="a"><a href="/spid">Entra con SPID</a></div><div id="b" hidden><form method="post" action="/password"><label>E-mail <input name="email"></label><label>Password <input name="password" type="password"></label><button>Accedi</button></form></div><script>t.onclick = () => { a.hidden = true; b.hidden = false; return false; };</script>',
  },
  {
    name: 'a link by mail, and a button (de)',
    front:
      '<h1>Anmelden</h1><form method="post" action="/magic"><label>E-Mail <input name="email" type="email"></label><button>Anmeldelink senden</button></form><form action="/pw"><button>Mit Passwort anmelden</button></form>',
  },
  {
    name: 'a link by mail, and the password by its name in another case (hr)',
    front:
      '<h1>Prijava</h1><form method="post" action="/magic"><label>E-mail <input name="email" type="email"></label><button>Pošalji mi poveznicu</button></form><form action="/pw"><button>Prijava lozinkom</button></form>',
  },
  {
    name: 'a code by text message under a tab, and the password under another, drawn by a script (he)',
    front: `<h1>כניסה</h1><ul role="tablist"><li role="presentation"><a role="tab" href="javascript:void(0)" aria-selected="true">כניסה עם קוד לנייד</a></li><li role="presentation"><a role="tab" href="javascript:void(0)" id="t">כניסה עם סיסמה קבועה</a></li></ul><div id="a"><form><label>מספר תעודת זהות <input type="tel"></label><label>6 ספרות אחרונות של הכרטיס <input type="tel" maxlength="6"></label><button>שלחו לי קוד</button></form></div>
<script>t.onclick = () => { t.setAttribute('aria-selected', 'true'); document.querySelector('[role=tab]').setAttribute('aria-selected', 'false'); a.innerHTML = '<form method="post" action="/password"><label>דוא"ל <input name="email"></label><label>סיסמה <input name="password" type="password"></label><button>כניסה</button></form>'; };</script>`,
  },
];

describe.each(variants(3, FRONTS))('a page that offers $name before a password', ({ front, onlyWay = false }) => {
  const site = ({ path }: Visit): Answer | undefined =>
    path === '/' ? front : path === '/pw' ? PASSWORD_PAGE : undefined;

  it.each([
    ['is left by that way where a password is stored', ['email', 'password'], true],
    [`is ${onlyWay ? 'left by that way' : 'taken as it is'} without one`, ['email'], onlyWay],
  ])('%s', (_, value_keys, isLeft) =>
    onFlow(pages, site, async (b, { posts }) => {
      store(b, value_keys);
      const { page, outcome } = await b.open();
      const names = fieldNames(inputOf(outcome));
      if (isLeft) expect(names).toEqual(['email', 'password']);
      else expect(names).not.toContain('password');
      expect(posts).toEqual([]);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

interface Tabs {
  readonly name: string;
  /** Label, type and field of the name under the tab that is shown, and under the other one. */
  readonly shown: readonly [label: string, type: 'tel' | 'email'];
  readonly other: readonly [label: string, type: 'tel' | 'email'];
  readonly password: string;
  readonly button: string;
  readonly stored: string;
}

const TABS: readonly Tabs[] = [
  {
    name: 'pl',
    shown: ['Numer telefonu', 'tel'],
    other: ['Adres e-mail', 'email'],
    password: 'Hasło',
    button: 'Zaloguj się',
    stored: 'email',
  },
  {
    name: 'ko',
    shown: ['휴대폰 번호', 'tel'],
    other: ['이메일', 'email'],
    password: '비밀번호',
    button: '로그인',
    stored: 'email',
  },
  {
    name: 'de, the other way round',
    shown: ['E-Mail', 'email'],
    other: ['Mobilnummer', 'tel'],
    password: 'Passwort',
    button: 'Anmelden',
    stored: 'phone',
  },
  {
    name: 'ru',
    shown: ['Номер телефона', 'tel'],
    other: ['Электронная почта', 'email'],
    password: 'Пароль',
    button: 'Войти',
    stored: 'email',
  },
];

describe.each(variants(2, TABS))('a name under a tab, and the one that is stored under another: $name', (tabs) => {
  const { shown, other, password, button, stored } = tabs;
  const form = ([label, type]: Tabs['shown'], at: string, hidden = ''): string =>
    `<div role="tabpanel" id="${at}" ${hidden}><form method="post" action="/password"><label>${label} <input name="${at}n" type="${type}"></label>
    <label>${password} <input name="${at}p" type="password"></label><button>${button}</button></form></div>`;
  const page = (press: string): string => `<h1>${button}</h1><div role="tablist">
    <a role="tab" href="#a" aria-controls="a" aria-selected="true" id="s">${shown[0]}</a><a role="tab" href="#b" aria-controls="b" aria-selected="false" id="t">${other[0]}</a></div>
    ${form(shown, 'a')}${form(other, 'b', 'hidden')}<script>t.onclick = () => { ${press} return false; };</script>`;
  const TURN =
    "a.hidden = true; b.hidden = false; s.setAttribute('aria-selected', 'false'); t.setAttribute('aria-selected', 'true');";

  it.each([
    ['is chosen by itself', [stored, 'password'], TURN, stored],
    ['is left where both are stored', ['email', 'phone', 'password'], TURN, stored === 'email' ? 'phone' : 'email'],
    ['is that of an address where a user name is stored as well', [stored, 'username', 'password'], TURN, 'email'],
    ['is left where it cannot be chosen', [stored, 'password'], '', stored === 'email' ? 'phone' : 'email'],
  ])('%s', (_, value_keys, press, asked) =>
    onFlow(
      pages,
      ({ path }) => (path === '/' ? page(press) : undefined),
      async (b, { posts }) => {
        store(b, value_keys);
        const { page, outcome } = await b.open();
        expect(fieldNames(inputOf(outcome))).toEqual([asked, 'password']);
        expect(posts).toEqual([]);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});
