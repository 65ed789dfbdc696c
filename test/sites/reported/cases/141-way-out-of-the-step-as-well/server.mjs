// The same with a way out on the page of the step.
import { form, HALF, html, isRight, letIn, members, site } from '../../kit.mjs';

const PLACES = ['Fruta', 'Peixe', 'Pão', 'Vinho'];
const frame = (words, more = '') =>
  html(
    'Mercado Azul',
    `<header><nav>${PLACES.map((one, n) => `<a href="/p/${n}">${one}</a>`).join(' ')} ${more}</nav></header>${words}`,
    '',
    'pt',
  );
const place = (title, user) =>
  frame(`<h1>${title}</h1>`, user ? '<a href="/logout">Sair</a>' : '<a href="/login">Entrar</a>');
const login = frame(form('', { title: 'Entrar', name: 'Utilizador', word: 'Palavra-passe' }));
const step = frame(
  `<main><h1>Novas condições</h1><p>Para continuar, aceite as nossas condições.</p><form method="post" action="/step"><button name="v" value="1">Aceitar</button> <button name="v" value="0">Recusar</button></form></main>`,
  '<a href="/logout">Sair</a>',
);
site({
  '/': ({ user }) => place('Mercado Azul', user),
  ...Object.fromEntries(PLACES.map((one, n) => [`/p/${n}`, ({ user }) => place(one, user)])),
  '/account': ({ user, cookies }) => (user ? members() : { to: cookies.half ? '/step' : '/login' }),
  'GET /login': () => login,
  'POST /login': ({ form: sent }) => (isRight(sent) ? { to: '/step', cookies: [HALF] } : login),
  'GET /step': ({ cookies }) => (cookies.half ? step : { to: '/login' }),
  'POST /step': ({ form: sent, cookies }) => (cookies.half && sent.v === '1' ? letIn : step),
});
