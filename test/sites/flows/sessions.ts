/** Sites that keep a session in ways of their own. */
import type { Answer, Visit } from './serve.js';
import { type Lang, loginForm, ordersPage } from './words.js';

export type Site = (visit: Visit) => Answer | undefined;

export const MEMBER = 'sid=member';
export const isMember = ({ cookies }: Visit): boolean => cookies.get('sid') === 'member';
const json = (value: unknown): Answer => ({ body: JSON.stringify(value), script: true });

/** The login at `/`, the home at `/home`, more pages of members by their paths. */
export const site =
  (lang: Lang, home: string, more: Readonly<Record<string, string>> = {}, led = '/home'): Site =>
  (visit) => {
    const { path } = visit;
    if (path === '/password') return { to: led, cookies: [MEMBER] };
    if (!isMember(visit)) return path === '/' ? loginForm(lang) : { to: '/' };
    return path === '/' ? { to: '/home' } : path === '/home' ? home : (more[path] ?? undefined);
  };

/** An application in one page; `start` is its script after the login, `held` an expression for its token. */
export const application =
  (lang: Lang, held: string, keep: string, home: string, poll = ''): Site =>
  ({ path, form }) => {
    if (path === '/api/password') return json({ t: 'member' });
    if (path === '/api/me')
      return json(form?.get('t') === 'member' ? { html: home, at: 'home' } : { html: loginForm(lang), at: 'login' });
    return path !== '/'
      ? undefined
      : `<div id="app"></div><script>
      const app = document.getElementById('app');
      const idb = () => new Promise((done) => { const asked = indexedDB.open('app', 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore('kept'); asked.onsuccess = () => done(asked.result); });
      const inIdb = async () => { const db = await idb();
        return new Promise((done) => { const got = db.transaction('kept').objectStore('kept').get('t'); got.onsuccess = () => done(got.result); }); };
      const keepInIdb = async (t) => { const db = await idb();
        return new Promise((done) => { const at = db.transaction('kept', 'readwrite'); at.objectStore('kept').put(t, 't'); at.oncomplete = done; }); };
      const ask = async (path, more) => (await fetch('/api' + path, { method: 'POST', body: new URLSearchParams({ t: (${held}) ?? '', ...more }) })).json();
      const show = async () => { const { html, at } = await ask('/me'); location.hash = '/' + at; app.innerHTML = html; };
      app.onsubmit = async (event) => { event.preventDefault();
        const { t } = await ask('/password', Object.fromEntries(new FormData(event.target)));
        ${keep}; await show(); ${poll} };
      show();
    </script>`;
  };

/** Refresh tokens are good for one use; one that comes twice ends them all. */
export function rotating(lang: Lang): Site {
  let current = 0;
  let revoked = false;
  return ({ path, form }) => {
    if (path === '/api/password') return json({ t: String(++current) });
    if (path === '/api/refresh') {
      if (form?.get('t') !== String(current) || revoked) revoked = form?.get('t') !== '' || revoked;
      else return json({ t: String(++current), html: ordersPage(lang) });
      return json({ t: '', html: loginForm(lang) });
    }
    return path !== '/'
      ? undefined
      : `<div id="app"></div><script>
      const app = document.getElementById('app');
      const ask = async (path, more) => (await fetch('/api' + path, { method: 'POST', body: new URLSearchParams({ t: localStorage.r ?? '', ...more }) })).json();
      const refresh = async () => { const { t, html } = await ask('/refresh'); localStorage.r = t; if (app.innerHTML !== html && (t !== '' || !app.innerHTML)) app.innerHTML = html; if (t) setTimeout(refresh, 250); };
      app.onsubmit = async (event) => { event.preventDefault();
        const { t } = await ask('/password', Object.fromEntries(new FormData(event.target))); localStorage.r = t; refresh(); };
      refresh();
    </script>`;
  };
}

/** The server ends a session whose tab it does not know. */
export function tabBound(lang: Lang): Site {
  let ended = false;
  return (visit) => {
    if (visit.path === '/password') return { to: '/home', cookies: [MEMBER] };
    if (visit.path === '/tab') {
      ended ||= visit.query.get('id') !== 'one';
      return json({ html: ended ? loginForm(lang) : ordersPage(lang) });
    }
    if (visit.path === '/' && (!isMember(visit) || ended))
      return `<script>sessionStorage.tab = 'one'</script>${loginForm(lang)}`;
    return isMember(visit)
      ? '<div id="app"></div><script>fetch("/tab?id=" + (sessionStorage.tab ?? "")).then((a) => a.json()).then(({ html }) => { document.getElementById("app").innerHTML = html; })</script>'
      : { to: '/' };
  };
}

/** The cookie of a visitor becomes that of the user. */
export function sameCookie(lang: Lang): Site {
  const known = new Set<string>();
  let next = 0;
  return (visit) => {
    const sid = visit.cookies.get('JSESSIONID') ?? '';
    if (sid === '') return { body: loginForm(lang), cookies: [`JSESSIONID=A0B1C2D3E4F5A6B7C8D9E0${++next}`] };
    if (visit.path === '/password') {
      known.add(sid);
      return { to: '/home' };
    }
    if (!known.has(sid)) return visit.path === '/' ? loginForm(lang) : { to: '/' };
    return ordersPage(lang);
  };
}

/** After two pages, whoever is not logged in is told to wait, or to show that he is no robot. */
export function tired(lang: Lang, wall: Answer): Site {
  let visits = 0;
  return (visit) => {
    if (visit.path === '/password') return { to: '/home', cookies: [MEMBER] };
    if (isMember(visit)) return `${ordersPage(lang)}<a href="/logout">Log out</a>`;
    return ++visits > 1 ? wall : loginForm(lang);
  };
}
