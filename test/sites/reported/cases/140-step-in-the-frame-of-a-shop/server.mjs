// A shop that everybody may read, with the same navigation around a step of its login.
import { form, HALF, html, isRight, letIn, members, site } from '../../kit.mjs';

const PLACES = ['Trädgård', 'Kök', 'Belysning', 'Rea'];
const frame = (words, more = '') =>
  html(
    'Skogens Bod',
    `<header><nav>${PLACES.map((one, n) => `<a href="/p/${n}">${one}</a>`).join(' ')} ${more}</nav></header>${words}`,
    '',
    'sv',
  );
const place = (title, user) =>
  frame(`<h1>${title}</h1>`, user ? '<a href="/logout">Logga ut</a>' : '<a href="/login">Logga in</a>');
const login = frame(form('', { title: 'Logga in', name: 'Användarnamn', word: 'Lösenord' }));
const step = frame(
  `<main><h1>Ett ord till</h1><p>Hur vill du bli kontaktad?</p><form method="post" action="/step"><button name="v" value="1">Ring mig</button> <button name="v" value="2">Skicka brev</button></form></main>`,
);
site({
  '/': ({ user }) => place('Skogens Bod', user),
  ...Object.fromEntries(PLACES.map((one, n) => [`/p/${n}`, ({ user }) => place(one, user)])),
  '/account': ({ user, cookies }) => (user ? members() : { to: cookies.half ? '/step' : '/login' }),
  'GET /login': () => login,
  'POST /login': ({ form: sent }) => (isRight(sent) ? { to: '/step', cookies: [HALF] } : login),
  'GET /step': ({ cookies }) => (cookies.half ? step : { to: '/login' }),
  'POST /step': ({ form: sent, cookies }) => (cookies.half && sent.v === '1' ? letIn : step),
});
