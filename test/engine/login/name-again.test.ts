/** After the name a site would rather send a code, or has, to an address or a number that it may want to be told as a whole. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { variants } from '../../support/variants.js';
import { fieldNames, inputOf, store, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const SITES = [
  {
    lang: 'da',
    title: 'Log ind',
    next: 'Næste',
    name: 'E-mail eller brugernavn',
    asks: 'Bekræft din e-mail. Vi sender en kode til an*****@example.com. Skriv hele adressen her.',
    type: 'email',
    send: 'Send kode',
    way: (label: string) => `<a href="/pw">${label}</a>`,
    use: 'Brug din adgangskode',
    secret: 'Adgangskode',
  },
  {
    lang: 'es',
    title: 'Iniciar sesión',
    next: 'Siguiente',
    name: 'Usuario',
    asks: 'Verifica tu número. Te enviaremos un código al ••• 482. Escribe el número completo.',
    type: 'tel',
    send: 'Enviar código',
    way: (label: string) =>
      `<div role="button" tabindex="0" onclick="location.href = '/pw'" style="cursor:pointer">${label}</div>`,
    use: 'Usar la contraseña',
    secret: 'Contraseña',
  },
  {
    lang: 'tr',
    title: 'Giriş yap',
    next: 'İleri',
    name: 'Kullanıcı adı',
    asks: 'an*****@example.com adresine gönderdiğimiz kodu girin',
    type: 'text" inputmode="numeric" autocomplete="one-time-code" maxlength="6',
    send: 'Doğrula',
    way: (label: string) => `<a href="/pw">${label}</a>`,
    use: 'Şifre ile giriş yap',
    secret: 'Şifre',
  },
  {
    lang: 'pl',
    title: 'Zaloguj się',
    next: 'Dalej',
    name: 'Nazwa użytkownika',
    asks: 'Potwierdź adres e-mail. Wyślemy kod na an*****@example.com. Wpisz cały adres.',
    type: 'email',
    send: 'Wyślij kod',
    way: (label: string) => `<form action="/pw"><button>${label}</button></form>`,
    use: 'Użyj hasła',
    secret: 'Hasło',
  },
] as const;

describe.each(variants(1, SITES))('a site that would rather send a code after the name ($lang)', (words) => {
  const { title, next, name, asks, type, send, way, use, secret } = words;
  const front = `<h1>${title}</h1><form method="post" action="/name"><input name="who" placeholder="${name}"><button>${next}</button></form>`;
  const proof = `<h1>${asks}</h1><form method="post" action="/send"><input name="proof" type="${type}"><button>${send}</button></form>${way(use)}`;
  const word = `<h1>${secret}</h1><form method="post" action="/word"><input name="word" type="password" placeholder="${secret}"><button>${title}</button></form>`;

  it('is answered by the way to the password where one is stored, and the name goes nowhere else', () =>
    onFlow(
      pages,
      ({ path }) => ({ '/': front, '/name': proof, '/pw': word })[path],
      async (b, { posts }) => {
        store(b, ['username', 'password']);
        const { page, outcome } = await b.open();
        const [field = ''] = fieldNames(inputOf(outcome));
        const asked = inputOf(await b.fill(page, inputOf(outcome), { [field]: 'anna' }));
        expect(fieldNames(asked)).toEqual(['password']);
        expect(posts.map(({ path }) => path)).toEqual(['/name']);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});

it('the same form again is the name once more, whatever way stands beside it', () => {
  const front = (words = '') =>
    `<h1>Sign in</h1><p role="alert">${words}</p><form method="post" action="/name"><label>User name <input name="who"></label><button>Next</button></form><a href="/pw">Use your password</a>`;
  return onFlow(
    pages,
    ({ path }) => (path === '/name' ? front('We could not find that user name.') : path === '/' ? front() : undefined),
    async (b) => {
      store(b, ['username', 'password']);
      const { page, outcome } = await b.open();
      expect(await b.fill(page, inputOf(outcome), { username: 'anna' })).toMatchObject({
        kind: 'refused',
        fields: ['username'],
      });
      await b.activities.closePage({ ...b.ref, page });
    },
  );
});
