/** Sites that refuse a session that is over otherwise than a stranger. */
import { type Framework, isRight, page, type Reply, random } from '../frameworks/serve.js';
import { fields, framework, inside, issue, NOT_FOUND } from '../frameworks/store.js';

const FORM: Reply = { body: page('Sign in', `<h1>Sign in</h1><form method="post" action="/enter">${fields()}</form>`) };

/**
 * Pages made on the server: strangers are led to the form.
 * @param dead what who brings an id that is over is answered
 */
export const refusing = (dead: (forget: readonly string[]) => Reply): Framework =>
  framework((asked, store) => {
    const { path, cookies, method } = asked;
    if (path === '/enter')
      return method === 'POST' && isRight(asked)
        ? { to: '/desk', cookies: [`ticket=${issue(store)}; Path=/; HttpOnly`] }
        : FORM;
    if (path === '/') return { body: page('Acme', '<h1>Acme</h1><p>Invoices for all</p><a href="/enter">Sign in</a>') };
    if (path !== '/desk') return NOT_FOUND;
    if (cookies.ticket === undefined) return { to: '/enter?from=desk' };
    if (store.alive.has(cookies.ticket))
      return { body: page('Desk', inside(`<p data-nonce="${random()}">${new Date().toISOString()}</p>`)) };
    return dead(['ticket=; Path=/; Max-Age=0']);
  });

export const forbidden = (): Framework =>
  refusing(() => ({
    status: 403,
    body: page('Forbidden', '<h1>Forbidden</h1><p>You have no access to this page.</p>'),
  }));
export const forbiddenBare = (): Framework => refusing(() => ({ status: 403, body: '' }));
export const notFound = (): Framework => refusing(() => NOT_FOUND);
export const loginTimeOut = (): Framework =>
  refusing(() => ({ status: 440, body: page('Error', `<h1>Something is not right</h1><p>Reference ${random()}</p>`) }));
export const pageExpired = (): Framework =>
  refusing(() => ({ status: 419, body: page('Page Expired', '<h1>419</h1><p>Page expired</p>') }));
/** A bug: nobody thought of ids that are not there any more. */
export const breaks = (): Framework =>
  refusing(() => ({ status: 500, body: page('Error', '<h1>Internal Server Error</h1>') }));
/** Takes the cookie away and sends back to the same place. */
export const toItself = (): Framework => refusing((forget) => ({ to: '/desk', cookies: forget }));
/** A page between: who was there before is asked to go on. */
export const between = (): Framework =>
  refusing(() => ({
    body: page(
      'Acme',
      '<h1>You are signed out</h1><p>Ada Lovelace</p><form action="/enter"><button>Continue as Ada</button></form>',
    ),
  }));
export const german = (): Framework =>
  refusing((forget) => ({
    cookies: forget,
    body: page(
      'Acme',
      '<h1>Auf Wiedersehen</h1><p>Ihre Sitzung wurde beendet, weil Sie sich an einem anderen Gerät angemeldet haben.</p><a href="/enter">Erneut anmelden</a>',
    ),
  }));
/** Back to the home page for everybody. */
export const home = (): Framework => refusing((forget) => ({ to: '/', cookies: forget }));
/** A script, not a redirect. */
export const byScript = (): Framework =>
  refusing(() => ({ body: '<html><head><script>top.location.href = "/enter?timeout=1";</script></head></html>' }));

/** Strangers and those whose session is over are refused without a word. */
export const silent = (status: number): Framework =>
  framework((asked, store) => {
    const { path, cookies, method } = asked;
    if (path === '/')
      return method === 'POST' && isRight(asked)
        ? { to: '/desk', cookies: [`t=${issue(store)}; Path=/`] }
        : { body: page('Sign in', `<h1>Sign in</h1><form method="post">${fields()}</form>`) };
    if (path !== '/desk') return NOT_FOUND;
    return store.alive.has(cookies.t ?? '') ? { body: page('Desk', inside()) } : { status, body: '' };
  });

export const goodbye = (): Framework =>
  refusing(() => ({ body: page('Acme', '<h1>See you soon</h1><p>Thanks for the visit, and have a good day.</p>') }));
export const gone = (): Framework => refusing(() => ({ status: 410, body: page('Gone', '<p>Gone</p>') }));
export const badRequest = (): Framework =>
  refusing(() => ({ status: 400, body: page('Bad request', `<pre>ticket ${random()} unknown</pre>`) }));
export const blank = (): Framework => refusing(() => ({ body: '' }));
export const kicked = (): Framework => refusing(() => ({ json: { status: 'kicked', by: 'other device' } }));

/**
 * A site whose members stay logged in, and that answers them otherwise from a day on where they were.
 * @param moved what is there instead
 */
export const staying = (moved: Reply): Framework & { later(): void } => {
  let isLater = false;
  const site = framework((asked, store) => {
    const { path, cookies, method } = asked;
    const isIn = store.alive.has(cookies.ticket ?? '');
    if (path === '/enter')
      return method === 'POST' && isRight(asked)
        ? { to: '/desk', cookies: [`ticket=${issue(store)}; Path=/; HttpOnly`] }
        : FORM;
    const who = isIn ? '<a href="/account">Ada</a> <a href="/out">Log out</a>' : '<a href="/enter">Sign in</a>';
    if (path === '/') return { body: page('Acme', `<header>${who}</header><h1>Acme</h1><p>Invoices for all</p>`) };
    if (path !== '/desk') return NOT_FOUND;
    if (!isIn) return { to: '/enter?from=desk' };
    return isLater ? moved : { body: page('Desk', inside()) };
  });
  return {
    ...site,
    later: () => {
      isLater = true;
    },
  };
};
