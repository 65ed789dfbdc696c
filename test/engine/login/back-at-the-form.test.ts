/** After the password comes a page that is none behind a login by its looks: the form again, a form for a new account, a dialog over nothing that lasts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { isMember, MEMBER, type Site } from '../../sites/flows/sessions.js';
import { type Lang, loginForm, ordersPage } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { fieldNames, testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { choosing, PASSWORD, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const withPassword = (posts: readonly { readonly fields: Readonly<Record<string, unknown>> }[]): number =>
  posts.filter(({ fields }) => Object.values(fields).includes(PASSWORD)).length;

interface Corner {
  readonly lang: Lang;
  readonly club: string;
  readonly known: string;
  readonly stranger: string;
  /** What the form says when it is back. */
  readonly told?: string;
}

/** A site whose head says who is there; whoever logs in comes back to the form. */
const club =
  ({ lang, club, known, stranger, told }: Corner): Site =>
  (visit) => {
    const head = `<header><a href="/">${club}</a> ${isMember(visit) ? known : stranger}</header>`;
    if (visit.path === '/password') return { to: '/login', cookies: [MEMBER] };
    if (visit.path === '/login') return head + (isMember(visit) ? (told ?? '') : '') + loginForm(lang);
    return visit.path === '/' ? `${head}<h1>${club}</h1><p>12.10. 19:00</p>` : undefined;
  };

const GERMAN = { lang: 'de', club: 'Fachschaft', stranger: '<a href="/login">Anmelden</a>' } as const;

describe('whoever logs in is led back to the form', () => {
  it.each(
    variants<Corner>(1, [
      { ...GERMAN, known: 'Ada <a href="/logout">Abmelden</a>' },
      {
        lang: 'fr',
        club: 'Amicale',
        known: 'ada <a href="/sortie">Se déconnecter</a>',
        stranger: '<a href="/login">Se connecter</a>',
      },
      {
        lang: 'ja',
        club: '同窓会',
        known: '<form action="/out" method="post">ada <button>ログアウト</button></form>',
        stranger: '<a href="/login">ログイン</a>',
      },
    ]),
  )('which everybody is shown; the way out is offered in the place of the way in ($lang)', (corner) =>
    onFlow(pages, club(corner), async (b, { origin, posts }) => {
      b.vault.grant = { ...b.vault.grant, login_url: `${origin}/login` };
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
      expect(withPassword(posts)).toBe(1);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it.each([
    ['a guest may leave, and log in', 'Gast <a href="/logout">Abmelden</a> <a href="/login">Anmelden</a>'],
    ['a guest may leave, under no name of ours', 'Gast <a href="/logout">Abmelden</a>'],
    ['nothing has changed', GERMAN.stranger],
    [
      'it says what no list of ours knows',
      'Ada <a href="/logout">Abmelden</a>',
      '<p role="alert">Nid yw hynny’n iawn</p>',
    ],
  ])('and a person is asked where %s', (_, known, told = '') =>
    onFlow(pages, club({ ...GERMAN, known, told }), async (b, { origin, posts }) => {
      b.vault.grant = { ...b.vault.grant, login_url: `${origin}/login` };
      const { page, came } = await toTheEnd(b);
      expect(came).toMatchObject({ kind: 'input', left: 'unknown' });
      expect(withPassword(posts)).toBe(1);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

interface Registration {
  readonly lang: Lang;
  readonly heading: string;
  readonly again: string;
  readonly button: string;
}

const REGISTRATIONS: readonly Registration[] = [
  { lang: 'en', heading: 'Create your speaker profile', again: 'Repeat password', button: 'Create account' },
  { lang: 'tr', heading: 'Yeni üyelik', again: 'Şifre (tekrar)', button: 'Üye ol' },
  { lang: 'es', heading: 'Cree su cuenta', again: 'Repita la contraseña', button: 'Registrarse' },
];

const signUp = ({ heading, again, button }: Registration): string =>
  `<h1>${heading}</h1><form method="post" action="/new"><label>E-mail <input name="mail" type="email"></label>
   <label>${again} 1 <input name="p1" type="password" autocomplete="new-password"></label>
   <label>${again} <input name="p2" type="password" autocomplete="new-password"></label><button>${button}</button></form>`;

describe.each(variants(1, REGISTRATIONS))('a form for a new account after the password ($lang)', (words) => {
  const site =
    (led: Answer): Site =>
    (visit: Visit) => {
      if (visit.path === '/password') return led;
      if (visit.path === '/join') return signUp(words);
      if (visit.path === '/login') return loginForm(words.lang);
      if (visit.path !== '/') return undefined;
      return isMember(visit) ? `${ordersPage(words.lang)}<a href="/logout">Logout</a>` : { to: '/login' };
    };

  it('gets nothing, and the login is asked for again: the name may be one that the site does not know', () =>
    onFlow(pages, site({ to: '/join' }), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'input', left: 'unknown' });
      expect(came.kind === 'input' && fieldNames(came.page)).toEqual(['username', 'password']);
      expect(came.kind === 'input' && came.website_error).toContain(words.heading);
      expect(posts.map(({ path }) => path)).toEqual(['/password']);
      await b.activities.closePage({ ...b.ref, page });
    }));

  it('is left alone where the session is there', () =>
    onFlow(pages, site({ to: '/join', cookies: [MEMBER] }), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
      expect(posts.map(({ path }) => path)).toEqual(['/password']);
      await b.activities.closePage({ ...b.ref, page });
    }));
});

describe.each(
  variants<readonly [Lang, string, string, string]>(1, [
    ['he', 'כדי להמשיך, יש לאשר את כתובת הדואר שלכם.', 'הכתובת נכונה', 'יציאה'],
    ['pl', 'Aby kontynuować, potwierdź swój adres.', 'Adres się zgadza', 'Wyloguj'],
  ]),
)('a dialog over an application without addresses (%s)', (lang, asks, yes, out) => {
  const application =
    (known: boolean): Site =>
    (visit) => {
      if (visit.path === '/password') return { body: '{}', script: true, ...(known ? { cookies: [MEMBER] } : {}) };
      const inside = `<header>Ada <a href="/logout">${out}</a></header>${ordersPage(lang)}
        <dialog id="d"><p>${asks}</p><button type="button">${yes}</button></dialog>`;
      if (visit.path !== '/') return undefined;
      const show = `document.getElementById('app').innerHTML = ${JSON.stringify(inside)}; document.getElementById('d').showModal();`;
      if (isMember(visit)) return `<div id="app"></div><script>${show}</script>`;
      return `<div id="app">${loginForm(lang)}</div><script>document.querySelector('form').onsubmit = async (event) => { event.preventDefault();
        await fetch('/password', { method: 'POST', body: new URLSearchParams(new FormData(event.target)) }); ${show} };</script>`;
    };

  it('is told where nothing lets the session in', () =>
    onFlow(pages, application(false), async (b) => {
      const { page, came } = await toTheEnd(b);
      expect(came).toMatchObject({ kind: 'failed', code: 'identity_check' });
      expect(came.kind === 'failed' && came.website_error).toContain(asks);
      await b.activities.closePage({ ...b.ref, page });
    }));

  it('is in nobody’s way where the session is there', () =>
    onFlow(pages, application(true), async (b) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
      await b.activities.closePage({ ...b.ref, page });
    }));
});

describe.each(
  variants<readonly [Lang, string, string]>(1, [
    ['pl', 'Wybierz organizację', 'Dalej'],
    ['ru', 'Выберите организацию', 'Продолжить'],
    ['en', 'Choose an organisation', 'Continue'],
  ]),
)('an organisation to choose before a place that shows little (%s)', (lang, heading, go) => {
  const choice = `<h1>${heading}</h1><div><label><input type="radio" name="org" value="n"> Nordwind</label>
    <label><input type="radio" name="org" value="s"> Atelier Sud</label><button type="button" id="go">${go}</button></div>
    <script>go.onclick = () => fetch('/org', { method: 'POST', body: new URLSearchParams({ o: document.querySelector(':checked').value }) }).then(() => location.assign('/home'))</script>`;
  const shell = `<nav><a href="/home">${go}</a></nav><h1>Nordwind</h1><ul id="l"></ul><script>fetch('/data').then((one) => one.json()).then((all) => { l.innerHTML = all.map((n) => '<li>' + n + '</li>').join('') })</script>`;

  it('is behind the password: what comes is judged as what that led to', () =>
    onFlow(
      pages,
      (visit) => {
        if (visit.path === '/password') return { to: '/org', cookies: ['half=1'] };
        if (visit.path === '/org' && visit.form !== null) return { to: '/home', cookies: [MEMBER] };
        if (visit.path === '/org' && visit.cookies.has('half')) return choice;
        if (visit.path === '/data') return { body: isMember(visit) ? '[1704, 1705]' : '[]', script: true };
        if (visit.path === '/home') return shell;
        return visit.path === '/login' ? loginForm(lang) : { to: isMember(visit) ? '/home' : '/login' };
      },
      async (b, { posts }) => {
        const { page, came } = await toTheEnd(b);
        if (came.kind !== 'input') throw new Error(JSON.stringify(came));
        const end = await choosing(b, page, came.page, /Sud/);
        expect(end.came, JSON.stringify(end.came)).toMatchObject({ kind: 'saved' });
        expect(withPassword(posts)).toBe(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});
