/** Sites that make their pages on the server, each with the sessions of its framework. */
import { createHash } from 'node:crypto';
import { type Framework, isRight, page, random } from './serve.js';
import { fields, framework, inside, issue, NOT_FOUND } from './store.js';

const etag = (body: string): string => `W/"${createHash('sha1').update(body).digest('base64url')}"`;

/** Express: a visitor has a signed session already, and the login keeps it; pages have an ETag. */
export const express = (): Framework =>
  framework(({ path, cookies, headers, method, ...asked }, store) => {
    const known = cookies['connect.sid'];
    const sid = known ?? `s%3A${random()}.${random(20)}`;
    const mine = known === undefined ? [`connect.sid=${sid}; Path=/; HttpOnly`] : [];
    if (path === '/login') {
      if (method === 'POST' && isRight({ path, cookies, headers, method, ...asked })) {
        issue(store, sid);
        return { to: '/', cookies: mine };
      }
      return { body: page('Sign in', `<h1>Sign in</h1><form method="post">${fields()}</form>`), cookies: mine };
    }
    if (!['/', '/invoices', '/profile'].includes(path)) return NOT_FOUND;
    if (!store.alive.has(sid)) return { to: '/login', cookies: mine };
    const body = page('Invoices', inside());
    const tag = etag(body);
    if (headers['if-none-match'] === tag) return { status: 304, headers: { etag: tag } };
    return { body, headers: { etag: tag, 'cache-control': 'private, max-age=600' } };
  });

/** Express without sessions for visitors, whose cookie is given anew with each answer and runs out an hour later; a public home page. */
export const rolling = (): Framework =>
  framework((asked, store) => {
    const { path, cookies, method } = asked;
    const give = (sid: string) => [
      `connect.sid=${sid}; Path=/; HttpOnly; Expires=${new Date(Date.now() + 3_600_000).toUTCString()}`,
    ];
    if (path === '/login')
      return method === 'POST' && isRight(asked)
        ? { to: '/dashboard', cookies: give(issue(store)) }
        : { body: page('Sign in', `<h1>Sign in</h1><form method="post">${fields()}</form>`) };
    if (path === '/')
      return {
        body: page('Acme', '<h1>Invoices made easy</h1><p>For small companies</p><a href="/login">Sign in</a>'),
      };
    if (path !== '/dashboard') return NOT_FOUND;
    const sid = cookies['connect.sid'] ?? '';
    return store.alive.has(sid)
      ? { body: page('Dashboard', inside()), cookies: give(sid) }
      : { to: '/login?returnTo=%2Fdashboard' };
  });

/** Django: csrftoken for a year, another masked token in each form; the login page stands at the same address, with 200. */
export const django = (): Framework =>
  framework((asked, store) => {
    const { path, cookies, method } = asked;
    const token = cookies.csrftoken ?? random(24);
    const csrf = `csrftoken=${token}; expires=${new Date(Date.now() + 31_449_600_000).toUTCString()}; Max-Age=31449600; Path=/; SameSite=Lax`;
    const hidden = `<input type="hidden" name="csrfmiddlewaretoken" value="${random(48)}">`;
    const headers = { vary: 'Cookie', 'x-frame-options': 'DENY' };
    if (path !== '/' && path !== '/invoices') return NOT_FOUND;
    if (method === 'POST' && cookies.csrftoken !== undefined && isRight(asked))
      return {
        to: path,
        headers,
        cookies: [csrf, `sessionid=${issue(store)}; HttpOnly; Path=/; SameSite=Lax; Max-Age=1209600`],
      };
    const isIn = store.alive.has(cookies.sessionid ?? '');
    const form = `<div id="container"><h1>Site administration</h1><form method="post">${hidden}${fields()}</form></div>`;
    const body = isIn ? `<div id="container">${inside(hidden)}</div>` : form;
    return { body: page(isIn ? 'Administration' : 'Log in | Administration', body), headers, cookies: [csrf] };
  });

/** Rails with Devise: an encrypted cookie that is another one with each answer, a token in the head of each page, a message about the end. */
export const rails = (): Framework => {
  const sessions = new Map<string, { id: string | null; flash: string | null }>();
  return framework((asked, store) => {
    const { path, cookies, method } = asked;
    const { id = null, flash = null } = sessions.get(cookies._shop_session ?? '') ?? {};
    const give = (next: string | null, says: string | null = null): string[] => {
      const value = `${random(90)}--${random(12)}--${random(16)}`;
      sessions.set(value, { id: next, flash: says });
      return [`_shop_session=${encodeURIComponent(value)}; path=/; HttpOnly; SameSite=Lax`];
    };
    const shown = (title: string, body: string) =>
      page(
        title,
        `${flash ? `<p class="alert">${flash}</p>` : ''}${body}`,
        `<meta name="csrf-token" content="${random(60)}">`,
      );
    if (path === '/users/sign_in') {
      if (method === 'POST' && isRight(asked))
        return { status: 303, to: '/', cookies: give(issue(store), 'Signed in successfully.') };
      const form = `<h2>Log in</h2><form action="/users/sign_in" method="post"><input type="hidden" name="authenticity_token" value="${random(60)}">${fields(['user[login]', 'user[password]'])}</form>`;
      return { body: shown('Shop', form), cookies: give(null) };
    }
    if (path !== '/' && path !== '/invoices') return NOT_FOUND;
    if (id === null || !store.alive.has(id)) {
      const says =
        id === null
          ? 'You need to sign in before continuing.'
          : 'Your session expired. Please sign in again to continue.';
      return { to: `http://${asked.host}/users/sign_in`, cookies: give(null, says) };
    }
    const body = shown('Shop', inside());
    return { body, headers: { etag: etag(body) }, cookies: give(id) };
  });
};

/** Laravel: two cookies, both given anew with each answer, for two hours; visitors have them too. */
export const laravel = (): Framework => {
  const bags = new Map<string, string | null>();
  return framework((asked, store) => {
    const { path, cookies, method } = asked;
    const user = bags.get(cookies.laravel_session ?? '') ?? null;
    const give = (next: string | null): string[] => {
      const value = encodeURIComponent(
        Buffer.from(JSON.stringify({ iv: random(12), value: random(60), mac: random(32) })).toString('base64'),
      );
      bags.set(value, next);
      const flags = 'Max-Age=7200; path=/; samesite=lax';
      return [`XSRF-TOKEN=${encodeURIComponent(random(60))}; ${flags}`, `laravel_session=${value}; ${flags}; httponly`];
    };
    if (path === '/login') {
      if (method === 'POST' && isRight(asked)) return { to: `http://${asked.host}/home`, cookies: give(issue(store)) };
      return {
        body: page(
          'Laravel',
          `<h1>Login</h1><form method="post" action="/login"><input type="hidden" name="_token" value="${random(30)}">${fields(['email', 'password'])}</form>`,
        ),
        cookies: give(null),
      };
    }
    if (path === '/')
      return { body: page('Laravel', '<h1>Welcome</h1><a href="/login">Log in</a>'), cookies: give(user) };
    if (path !== '/home') return NOT_FOUND;
    if (user === null || !store.alive.has(user)) return { to: `http://${asked.host}/login`, cookies: give(null) };
    return { body: page('Laravel', inside(`<p>${random()}</p>`)), cookies: give(user) };
  });
};

/** Plain PHP: one id before and after the login and after the end, and one page for all, with 200. */
export const php = (): Framework =>
  framework((asked, store) => {
    const { path, cookies, method, query } = asked;
    const id = cookies.PHPSESSID ?? random();
    const mine = cookies.PHPSESSID === undefined ? [`PHPSESSID=${id}; path=/`] : [];
    if (path !== '/' && path !== '/index.php') return NOT_FOUND;
    if (method === 'POST' && isRight(asked)) {
      issue(store, id);
      return { to: 'index.php?page=main', cookies: mine };
    }
    const isIn = store.alive.has(id);
    const form = `<table><tr><td><form method="post" action="index.php">${fields(['login', 'pass'])}</form></td></tr></table>`;
    const body = isIn ? inside(`<p>Page ${query.get('page') ?? 'start'}</p>`) : `<h2>Customers only</h2>${form}`;
    return { body: page('Customer area', body), cookies: mine, headers: { 'cache-control': 'no-store' } };
  });

/** Spring: an id that is another one after the login; who brings one that is unknown is sent to a place of its own. */
export const spring = (expired = '/login?expired'): Framework => {
  const visitors = new Set<string>();
  return framework((asked, store) => {
    const { path, cookies, method } = asked;
    const id = cookies.JSESSIONID ?? '';
    const isKnown = visitors.has(id) || store.alive.has(id);
    const give = (made: string): string[] => [`JSESSIONID=${made}; Path=/; HttpOnly`];
    const begin = (): string[] => {
      const made = random(16).toUpperCase();
      visitors.add(made);
      return give(made);
    };
    const [place] = expired.split('?');
    if (path === '/login') {
      if (method === 'POST' && isRight(asked))
        return { to: '/', cookies: give(issue(store, random(16).toUpperCase())) };
      const says = asked.query.has('expired') ? '<p>Your session has expired</p>' : '';
      const form = `<h2>Please sign in</h2>${says}<form method="post" action="/login"><input type="hidden" name="_csrf" value="${random(30)}">${fields()}</form>`;
      return { body: page('Please sign in', form), ...(isKnown ? {} : { cookies: begin() }) };
    }
    if (path === place)
      return { body: page('Expired', '<h1>Session expired</h1><p>Please <a href="/login">sign in</a> again.</p>') };
    if (path !== '/' && path !== '/invoices') return NOT_FOUND;
    if (store.alive.has(id)) return { body: page('Portal', inside()) };
    if (id !== '' && !isKnown) return { to: expired, cookies: begin() };
    return { to: `http://${asked.host}/login`, ...(isKnown ? {} : { cookies: begin() }) };
  });
};

/** ASP.NET: a ticket in a cookie, a return address in the query of an absolute redirect. */
export const aspNet = (): Framework =>
  framework((asked, store) => {
    const { path, cookies, method } = asked;
    const forged = `.AspNetCore.Antiforgery.x=${random(60)}; path=/; samesite=strict; httponly`;
    if (path === '/Account/Login') {
      if (method === 'POST' && isRight(asked))
        return {
          to: '/',
          cookies: [`.AspNetCore.Identity.Application=${issue(store, random(150))}; path=/; samesite=lax; httponly`],
        };
      const form = `<h1>Log in</h1><form method="post"><input type="hidden" name="__RequestVerificationToken" value="${random(60)}">${fields(['Input.UserName', 'Input.Password'])}</form>`;
      return { body: page('Log in', form), cookies: cookies['.AspNetCore.Antiforgery.x'] ? [] : [forged] };
    }
    if (path !== '/' && path !== '/invoices') return NOT_FOUND;
    if (!store.alive.has(cookies['.AspNetCore.Identity.Application'] ?? ''))
      return { to: `http://${asked.host}/Account/Login?ReturnUrl=${encodeURIComponent(path)}` };
    return { body: page('Home', inside()), coding: 'gzip' };
  });
