import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { PASSWORD, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

interface Place {
  readonly name: string;
  readonly login: string;
  /** The first page behind the login, and the only one. */
  readonly start: string;
}

const login = (title: string, name: string, word: string): string =>
  `<title>${title}</title><h1>${title}</h1><form method="post" action="/login"><label>${name} <input name="u"></label><label>${word} <input type="password" name="p"></label><button>${title}</button></form>`;
const line = (label: string, name: string, more = ''): string =>
  `<label>${label} <input name="${name}" ${more}></label>`;

const PLACES: readonly Place[] = [
  {
    name: 'a mailbox to add (pl)',
    login: login('Zaloguj się', 'Nazwa użytkownika', 'Hasło'),
    start: `<h1>Dodaj konto pocztowe</h1><form method="post" action="/add">${line('Serwer IMAP', 'host')}${line('Użytkownik', 'user')}${line('Hasło', 'pass', 'type="password"')}<button>Dodaj</button></form>`,
  },
  {
    name: 'a connection, as an application without reloads shows it beside a greeting (pt)',
    login: `<div id="a"></div><script>const draw = async () => { const me = await (await fetch('/me')).text(); a.innerHTML = me === ''
      ? '<h1>Entrar</h1><input id="u" placeholder="Utilizador"><input id="p" type="password" placeholder="Palavra-passe"><button id="b">Entrar</button>'
      : '<h2>Bem-vinda, Anna</h2><p>Ligar a um servidor de ficheiros</p><input placeholder="Utilizador"><input type="password" placeholder="Palavra-passe"><button id="c">Ligar</button>';
      if (me === '') b.onclick = async () => { await fetch('/login', { method: 'POST', body: new URLSearchParams({ u: u.value, p: p.value }) }); draw() };
      else c.onclick = () => fetch('/add', { method: 'POST', body: 'x=1' }) }; draw();</script>`,
    start: '',
  },
  {
    name: 'a database, with a way out (de)',
    login: login('Anmelden', 'Benutzername', 'Passwort'),
    start: `<h1>Mit Datenbank verbinden</h1><form method="post" action="/add">${line('Benutzername', 'username')}${line('Passwort', 'password', 'type="password"')}<button>Verbinden</button></form><a href="/logout">Abmelden</a>`,
  },
  {
    name: 'a server and a port (it)',
    login: login('Accedi', 'Nome utente', 'Password'),
    start: `<h1>Nuova connessione</h1><form method="post" action="/add">${line('Host', 'h', 'value="localhost"')}${line('Porta', 'p', 'value="5432"')}${line('Utente', 'username')}${line('Password', 'password', 'type="password"')}<button>Connetti</button></form>`,
  },
  {
    name: 'the account of a provider, filled in already (fr)',
    login: login('Connexion', 'Identifiant', 'Mot de passe'),
    start: `<h1>Configuration de la ligne</h1><form method="post" action="/add"><fieldset><legend>Compte du fournisseur</legend>${line('Identifiant', 'isp', 'value="fti/abc"')}${line('Mot de passe', 'isppw', 'type="password" value="••••••"')}</fieldset><button>Enregistrer</button></form>`,
  },
];

/** @param lasts whether the site knows the session after the page that it answers */
const site =
  ({ login: front, start }: Place, lasts = true) =>
  ({ path, form, cookies }: Visit): Answer | undefined => {
    const isIn = lasts && cookies.get('s') === 'in';
    // As it is, and in no page.
    if (path === '/me') return { body: isIn ? 'Anna' : '', script: true };
    if (path === '/login' && form !== null) return lasts ? { to: '/', cookies: ['s=in'] } : start;
    if (path === '/add') return 'added';
    return path === '/' ? (isIn && start !== '' ? start : front) : undefined;
  };

describe('the first page behind the login is a form with a name and a password for something else', () => {
  it.for(variants(1, PLACES))('its session is saved, and nothing is typed there: $name', (place) =>
    onFlow(pages, site(place), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came).toMatchObject({ kind: 'saved' });
      expect(posts).toEqual([{ path: '/login', fields: { u: 'ada', p: PASSWORD } }]);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it('is no success where the site asks for the login again', () =>
    onFlow(pages, site(PLACES[0] as Place, false), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came.kind).not.toBe('saved');
      expect(posts).toHaveLength(1);
      await b.activities.closePage({ ...b.ref, page });
    }));
});

const FULL = `<table>${['8', '9', '10', '11'].map((month) => `<tr><td>${month}</td><td>160</td><td>ok</td></tr>`).join('')}</table>`;
const around = (inner: string): string =>
  `<nav><a href="/slips">Ⅰ</a><a href="/days">Ⅱ</a><a href="/logout">Odhlásit se</a></nav>${FULL}${inner}`;
const secret = (words: string, label: string, button: string): string =>
  around(
    `<h3>${words}</h3><form method="post" action="/add"><label>${label} <input type="password" name="x"></label><button>${button}</button></form>`,
  );
const AMID = [
  ['the password again, for a pay slip (cs)', secret('Výplatní páska', 'Zadejte znovu své heslo', 'Potvrdit')],
  ['a code, for a gate (sv)', secret('Garageport', 'Säkerhetskod', 'Bekräfta')],
  [
    'the code of a new authenticator (he)',
    around(
      `<h3>אימות דו-שלבי</h3><p>KRSX G5BA NB2X E3DF</p><form method="post" action="/add"><label>קוד אימות <input name="otp" inputmode="numeric" maxlength="6"></label><button>הפעלה</button></form>`,
    ),
  ],
] as const;
/** @param other what the pages of its navigation show; null where they lead back */
const amid =
  (start: string, other: string | null) =>
  ({ path, form, cookies }: Visit): Answer | undefined => {
    if (path === '/login' && form !== null) return { to: '/', cookies: ['s=in'] };
    if (path === '/add') return start;
    if (cookies.get('s') !== 'in') return path === '/' ? login('Přihlášení', 'Uživatel', 'Heslo') : { to: '/' };
    return path === '/' ? start : other === null ? { to: '/' } : around(other);
  };

describe('a place that asks for a secret, amid what it shows', () => {
  it.each(variants(1, AMID))('is saved, and nothing is typed there, where another page is open: %s', (_, start) =>
    onFlow(pages, amid(start, '<h1>4711</h1>'), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
      expect(posts).toHaveLength(1);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it.each(variants(1, AMID))('is asked about, and nothing is typed there, where none is: %s', (_, start) =>
    onFlow(pages, amid(start, null), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      if (came.kind !== 'input') throw new Error(JSON.stringify(came));
      expect(came.page.fields).toEqual([]);
      expect(came.page.sign_in_options.map(({ label }) => label)).toContainEqual(
        expect.stringMatching(/^Nothing is left/),
      );
      expect(posts).toHaveLength(1);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});
