/** Sites that ask something between the password and the session: only `POST /go-on` lets somebody in. */
import type { Answer, Visit } from './serve.js';
import { type Lang, loginForm, ordersPage, signInLink } from './words.js';

export type HalfWay = (lang: Lang, step: string) => (visit: Visit) => Answer | undefined;

const HALF = 'sid=half';
export const MEMBER = 'sid=member';
const knows = ({ cookies }: Visit): string => cookies.get('sid') ?? '';
const goesOn = ({ path, form }: Visit): Answer | undefined =>
  path === '/go-on' && form !== null ? { to: '/home', cookies: [MEMBER] } : undefined;

/** Every page leads to the step, the home page too. */
const everywhere: HalfWay = (lang, step) => (visit) => {
  const { path } = visit;
  if (path === '/password') return { to: '/', cookies: [HALF] };
  const on = goesOn(visit);
  if (on !== undefined) return on;
  if (knows(visit) === 'member') return path === '/' ? { to: '/home' } : ordersPage(lang);
  if (knows(visit) === 'half') return path === '/step' ? step : { to: '/step' };
  return path === '/' ? loginForm(lang) : { to: '/' };
};

/** Every page is the step, at its own address. */
const inPlace: HalfWay = (lang, step) => (visit) => {
  const { path } = visit;
  if (path === '/password') return { to: '/home', cookies: [HALF] };
  const on = goesOn(visit);
  if (on !== undefined) return on;
  if (knows(visit) === 'member') return ordersPage(lang);
  return knows(visit) === 'half' ? step : loginForm(lang);
};

/** The answer to the password is the step, and no other page knows of it. */
const answered: HalfWay = (lang, step) => (visit) => {
  const { path, form } = visit;
  if (path === '/password') return form === null ? { body: 'No.', status: 405 } : { body: step, cookies: [HALF] };
  const on = goesOn(visit);
  if (on !== undefined) return on;
  return knows(visit) === 'member' ? ordersPage(lang) : loginForm(lang);
};

/** The home page is for everybody, and knows only who is done. */
const publicHome: HalfWay = (lang, step) => (visit) => {
  const { path } = visit;
  if (path === '/')
    return `<h1>Acme</h1><p>4711</p>${knows(visit) === 'member' ? '<a href="/home">Ada</a>' : signInLink(lang)}`;
  if (path === '/login') return loginForm(lang);
  if (path === '/password') return { to: '/step', cookies: [HALF] };
  const on = goesOn(visit);
  if (on !== undefined) return on;
  if (knows(visit) === 'member') return ordersPage(lang);
  return path === '/step' && knows(visit) === 'half' ? step : { to: '/login' };
};

/** A shop that everybody may read, with one navigation on all of its pages. Whoever is done is offered a way out on all of them. */
const shop: HalfWay = (lang, step) => (visit) => {
  const { path } = visit;
  const isMember = knows(visit) === 'member';
  const around = (page: string): string =>
    `<header><form role="search" action="/s/5"><input type="search" name="q" aria-label="⌕"><button>⌕</button></form><nav><a href="/s/1">Ⅰ</a><a href="/s/2">Ⅱ</a><a href="/s/3">Ⅲ</a><a href="/s/4">Ⅳ</a></nav></header>${page}`;
  if (path === '/login') return around(loginForm(lang));
  if (path === '/password') return { to: '/step', cookies: [HALF] };
  const on = goesOn(visit);
  if (on !== undefined) return on;
  if (path === '/step') return knows(visit) === 'half' ? around(step) : { to: '/login' };
  if (path === '/home') return isMember ? around(ordersPage(lang)) : { to: '/login' };
  return around(`<main><h1>4711 ${path}</h1></main>${isMember ? ordersPage(lang) : signInLink(lang)}`);
};

/** An application in one page, with its token in storage. The step is a route of it. */
const application =
  (store: 'localStorage' | 'sessionStorage'): HalfWay =>
  (lang, step) =>
  ({ path, form }) => {
    const t = form?.get('t') ?? '';
    if (path === '/api/password') return { body: '{"t":"half"}', script: true };
    if (path === '/api/go-on') return { body: `{"t":"${t === 'half' ? 'member' : ''}"}`, script: true };
    if (path === '/api/me') {
      const html = t === 'member' ? ordersPage(lang) : t === 'half' ? step : loginForm(lang);
      return { body: JSON.stringify({ html, at: t === '' ? 'login' : t === 'half' ? 'check' : 'home' }), script: true };
    }
    return path === '/' ? ONE_PAGE(store) : undefined;
  };

const ONE_PAGE = (store: string): string => `<div id="app"></div><script>
  const app = document.getElementById('app');
  const ask = (path, more) => fetch('/api' + path, { method: 'POST', body: new URLSearchParams({ t: ${store}.t ?? '', ...more }) })
    .then((answer) => answer.json());
  const show = () => ask('/me').then(({ html, at }) => { location.hash = '/' + at; app.innerHTML = html; });
  app.onsubmit = (event) => {
    event.preventDefault();
    const form = event.target;
    ask(new URL(form.action).pathname, Object.fromEntries(new FormData(form))).then(({ t }) => { ${store}.t = t; return show(); });
  };
  show();
</script>`;

/** Buttons that go on. */
export const go = (...buttons: string[]): string =>
  `<form method="post" action="/go-on">${buttons.map((label) => `<button>${label}</button>`).join('')}</form>`;

export const HALF_WAY = {
  everywhere,
  inPlace,
  answered,
  publicHome,
  shop,
  local: application('localStorage'),
  tab: application('sessionStorage'),
};
