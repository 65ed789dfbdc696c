/** Applications that scripts make in the browser, and the interfaces that they ask. */
import { type Asked, type Framework, isRight, page, type Reply, random } from './serve.js';

const app = (script: string): Reply => ({
  body: page(
    'Desk',
    `<div id="root">Loading</div><script>
const root = document.getElementById('root');
const send = (path, body, headers) => fetch(path, { method: 'POST', credentials: 'include', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
const member = (name) => { root.innerHTML = '<h1>Desk of ' + name + '</h1><p>Two open tasks</p><button>Log out</button>'; };
const signIn = (path, wrap, then) => {
  root.innerHTML = '<h1>Sign in</h1><form><label>User name <input name="username" autocomplete="username"></label><label>Password <input name="password" type="password" autocomplete="current-password"></label><button>Sign in</button></form>';
  root.querySelector('form').onsubmit = async (event) => {
    event.preventDefault();
    const answer = await send(path, wrap(Object.fromEntries(new FormData(event.target))));
    if (answer.ok) then(await answer.json());
  };
};
${script}
</script>`,
  ),
});

const bearer = ({ headers }: Asked): string => headers.authorization?.replace(/^Bearer /, '') ?? '';

function application(reply: (asked: Asked, alive: Set<string>, issue: () => string) => Reply | undefined): Framework {
  const alive = new Set<string>();
  let logins = 0;
  const issue = (): string => {
    const value = random();
    alive.add(value);
    logins += 1;
    return value;
  };
  return {
    reply: (asked) => reply(asked, alive, issue) ?? { status: 404, json: { error: 'not found' } },
    end: () => alive.clear(),
    logins: () => logins,
    trouble: null,
  };
}

/** NextAuth: an object without members for nobody, and another end with each answer. */
export const nextAuth = (): Framework => {
  const index = app(`fetch('/api/auth/session').then((r) => r.json()).then(({ user }) => user ? member(user.name)
    : signIn('/api/auth/callback/credentials', (values) => values, () => location.reload()));`);
  return application((asked, alive, issue) => {
    const { path, cookies, method } = asked;
    const cookie = (value: string) =>
      `next-auth.session-token=${value}; Path=/; HttpOnly; SameSite=Lax; Expires=${new Date(Date.now() + 2_592_000_000).toUTCString()}`;
    if (path === '/') return index;
    if (path === '/api/auth/callback/credentials' && method === 'POST')
      return isRight(asked) ? { json: { url: '/' }, cookies: [cookie(issue())] } : { status: 401, json: { url: null } };
    if (path !== '/api/auth/session') return undefined;
    const token = cookies['next-auth.session-token'] ?? '';
    return alive.has(token)
      ? {
          json: {
            user: { name: 'Ada', email: 'ada@example.com' },
            expires: new Date(Date.now() + 2_592_000_000).toISOString(),
          },
          cookies: [cookie(token)],
          coding: 'br',
        }
      : { json: {}, coding: 'br' };
  });
};

/** `{"user":null}` for nobody, compressed without the wrapping that RFC 9110 asks for, as some servers do. */
export const nobody = (): Framework => {
  const index = app(`fetch('/me.json').then((r) => r.json()).then(({ user }) => user ? member(user.name)
    : signIn('/sessions', (user) => ({ user }), () => location.reload()));`);
  return application((asked, alive, issue) => {
    const { path, cookies } = asked;
    if (path === '/') return index;
    if (path === '/sessions')
      return isRight(asked)
        ? { json: {}, cookies: [`s=${issue()}; path=/; httponly`] }
        : { status: 422, json: { errors: ['wrong'] } };
    if (path !== '/me.json') return undefined;
    return { json: { user: alive.has(cookies.s ?? '') ? { id: 7, name: 'Ada' } : null }, coding: 'rawDeflate' };
  });
};

/** A token in localStorage beside a profile that the application keeps there, too, and shows before anybody has answered. */
export const shownFromStore = (): Framework => {
  const index = app(`const auth = JSON.parse(localStorage.getItem('persist:root') || 'null');
    const enter = () => signIn('/api/login', (values) => values, (got) => { localStorage.setItem('persist:root', JSON.stringify(got)); location.reload(); });
    if (auth) {
      member(auth.user.name);
      fetch('/api/v2/tasks?page=1', { headers: { authorization: 'Bearer ' + auth.token } }).then((r) => { if (r.status === 403) { localStorage.clear(); enter(); } });
    } else enter();`);
  return application((asked, alive, issue) => {
    const { path } = asked;
    if (path === '/') return index;
    if (path === '/api/login')
      return isRight(asked)
        ? { json: { token: issue(), user: { name: 'Ada' } } }
        : { status: 400, json: { detail: 'wrong' } };
    if (path !== '/api/v2/tasks') return undefined;
    return alive.has(bearer(asked))
      ? { json: { results: [{ title: 'Call Bob' }], count: 1 } }
      : { status: 403, json: { detail: 'Authentication credentials were not provided.' } };
  });
};

/** What stands before the site serves its shortest answer for as long as it remembers the token; the site itself has revoked it. */
export const servedFromCache = (): Framework => {
  const known = new Set<string>();
  const index = app(`const api = (path) => fetch(path, { headers: { authorization: 'Bearer ' + localStorage.token } });
    const enter = () => signIn('/api/login', (values) => values, ({ token }) => { localStorage.token = token; location.reload(); });
    if (localStorage.token) Promise.all([api('/api/me'), api('/api/orders')]).then(async ([me, orders]) => me.ok && orders.ok ? member((await me.json()).name) : enter());
    else enter();`);
  return application((asked, alive, issue) => {
    const { path } = asked;
    if (path === '/') return index;
    if (path === '/api/login') return isRight(asked) ? { json: { token: issue() } } : { status: 401, json: {} };
    const token = bearer(asked);
    if (alive.has(token)) known.add(token);
    if (path === '/api/me') return known.has(token) ? { json: { name: 'Ada' } } : { status: 401, json: {} };
    if (path !== '/api/orders') return undefined;
    return alive.has(token)
      ? { json: { orders: [{ of: 'a lamp', on: 'Monday' }] } }
      : { status: 401, json: { error: 'revoked' } };
  });
};

/** Only POSTs, to one address, with a cookie; errors come with 200. */
export const graphql = (): Framework => {
  const index =
    app(`send('/graphql', { query: 'query { viewer { name } }' }).then((r) => r.json()).then(({ data }) => data ? member(data.viewer.name)
    : signIn('/graphql', (variables) => ({ query: 'mutation { login }', variables }), () => location.reload()));`);
  return application((asked, alive, issue) => {
    if (asked.path === '/') return index;
    if (asked.path !== '/graphql' || asked.method !== 'POST') return undefined;
    if (asked.sent.query?.startsWith('mutation'))
      return isRight(asked)
        ? { json: { data: { login: true } }, cookies: [`gql=${issue()}; Path=/; HttpOnly`] }
        : { status: 400, json: { errors: [] } };
    return alive.has(asked.cookies.gql ?? '')
      ? { json: { data: { viewer: { name: 'Ada' } } } }
      : { json: { data: null, errors: [{ message: 'Unauthenticated', extensions: { code: 'UNAUTHENTICATED' } }] } };
  });
};

/** A token in memory; what renews it is good for one use, and one that comes twice ends all that came of it. */
export const family = (): Framework => {
  const used = new Set<string>();
  const access = new Map<string, string>();
  const index = app(`let token = null;
    send('/auth/renewal', {}).then(async (r) => {
      if (!r.ok) return signIn('/auth/login', (values) => values, () => location.reload());
      token = (await r.json()).access;
      const me = await fetch('/api/profile', { headers: { authorization: 'Bearer ' + token } });
      if (me.ok) member((await me.json()).name);
    });`);
  return application((asked, alive, issue) => {
    const { path, cookies } = asked;
    if (path === '/') return index;
    const cookie = (value: string) => [`rt=${value}; Path=/auth; HttpOnly; SameSite=Strict; Max-Age=2592000`];
    if (path === '/auth/login')
      return isRight(asked) ? { json: {}, cookies: cookie(issue()) } : { status: 401, json: {} };
    if (path === '/auth/renewal') {
      const old = cookies.rt ?? '';
      if (used.has(old)) alive.clear();
      if (!alive.delete(old)) return { status: 401, json: { error: 'invalid_grant' } };
      used.add(old);
      const [token, next] = [random(), random()];
      access.set(token, next);
      alive.add(next);
      return { json: { access: token }, cookies: cookie(next) };
    }
    if (path !== '/api/profile') return undefined;
    return alive.has(access.get(bearer(asked)) ?? '') ? { json: { name: 'Ada' } } : { status: 401, json: {} };
  });
};
