/** Sites as the usual frameworks make them, whose sessions end on their own side. */
import { randomBytes } from 'node:crypto';
import type { Answer, Visit } from './serve.js';

export const PASSWORD = 'a good passphrase';

export interface Site {
  answer(visit: Visit): Answer | undefined;
  /** Forgets all of its sessions. */
  end(): void;
  /** Shows another day: news, numbers, greetings. */
  nextDay(): void;
  /** What is wrong with it: it answers so to everybody. Null: nothing. */
  trouble: Answer | null;
  readonly logins: () => number;
}

const random = (): string => randomBytes(18).toString('base64url');

const json = (value: unknown, status = 200, cookies: readonly string[] = []): Answer => ({
  body: JSON.stringify(value),
  script: true,
  status,
  cookies,
  headers: { 'content-type': 'application/json' },
});

const form = (action: string, hidden = ''): string => `<h1>Sign in</h1>
<form method="post" action="${action}">${hidden}<label>User <input name="user" autocomplete="username"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label><button>Sign in</button></form>`;

const isRight = ({ form: sent }: Visit): boolean => sent?.get('user') === 'ada' && sent.get('password') === PASSWORD;

interface Store {
  readonly alive: Set<string>;
  day: number;
  logins: number;
  trouble: Answer | null;
}

/** A site of a store of sessions, by how it answers. */
function siteOf(answer: (visit: Visit, store: Store) => Answer | undefined): Site {
  const store: Store = { alive: new Set(), day: 1, logins: 0, trouble: null };
  return {
    answer: (visit) => store.trouble ?? answer(visit, store),
    end: () => store.alive.clear(),
    nextDay: () => {
      store.day += 1;
    },
    set trouble(what: Answer | null) {
      store.trouble = what;
    },
    get trouble() {
      return store.trouble;
    },
    logins: () => store.logins,
  };
}

function issue(store: Store): string {
  const value = random();
  store.alive.add(value);
  store.logins += 1;
  return value;
}

const news = ({ day }: Store): string =>
  `<p>${['Monday', 'Tuesday', 'Wednesday', 'Thursday'][day % 4]}, ${new Date().toISOString()}</p><p>${Math.floor(Math.random() * 90)} new messages</p>
<p>Story of the day: ${['Rain', 'Sun', 'Snow', 'Wind'][day % 4]} expected</p><img alt="" src="data:," data-nonce="${random()}">`;

const inside = (store: Store): string => `<nav><a href="/account">Account of ada</a> <a href="/orders">Your orders</a>
<form method="post" action="/logout"><button>Log out</button></form></nav><h1>Welcome back, ada</h1>${news(store)}`;

/** A cookie, and a redirect to the login page, which remembers where somebody wanted to go. */
export const redirecting = (): Site =>
  siteOf((visit, store) => {
    if (visit.path === '/login')
      return visit.form === null
        ? form('/login')
        : isRight(visit)
          ? { to: '/', cookies: [`sid=${issue(store)}`] }
          : form('/login');
    if (!['/', '/account', '/orders'].includes(visit.path)) return undefined;
    const isIn = store.alive.has(visit.cookies.get('sid') ?? '');
    return isIn ? inside(store) : { to: `/login?next=${encodeURIComponent(visit.path)}&t=${Date.now()}` };
  });

/** A home page for everybody that greets who is logged in, packed; its login has a hidden token of its own. */
export const openHome = (): Site => {
  const packed = (body: string): Answer => ({
    body: `<title>Board</title>${body}`,
    headers: { vary: 'Accept-Encoding, Cookie', 'cache-control': 'private' },
  });
  return siteOf((visit, store) => {
    const isIn = store.alive.has(visit.cookies.get('sessionid') ?? '');
    if (visit.path === '/login/') {
      if (visit.form !== null && isRight(visit)) return { to: '/', cookies: [`sessionid=${issue(store)}`] };
      return packed(form('/login/', `<input type="hidden" name="csrf" value="${random()}">`));
    }
    if (visit.path !== '/') return undefined;
    const shared = `<h1>Board</h1><p>Talk about everything</p>${news(store)}<ul><li>Gardens</li><li>Boats</li></ul>`;
    return packed(
      isIn
        ? `<header>Hello ada <a href="/logout">Log out</a> <a href="/inbox">Inbox</a></header>${shared}`
        : `<header><a href="/login/">Log in</a></header>${shared}`,
    );
  });
};

const app = (script: string): string => `<title>Desk</title><div id="app">Loading</div><script>
const show = (html) => { document.getElementById('app').innerHTML = html; };
const ask = (path, token, body) => fetch(path, { method: body ? 'POST' : 'GET', body,
  headers: { ...(token ? { authorization: 'Bearer ' + token } : {}), ...(body && typeof body === 'string' ? { 'content-type': 'application/json' } : {}) } });
const member = (name) => show('<h1>Desk of ' + name + '</h1><p>Two open tasks</p><button>Log out</button>');
function signIn(then) {
  show(${JSON.stringify(form('/session'))});
  document.forms[0].onsubmit = async (event) => {
    event.preventDefault();
    const sent = await ask('/session', null, new URLSearchParams(new FormData(event.target)));
    if (sent.ok) then(await sent.json());
  };
}
${script}
</script>`;

const bearer = ({ headers }: Visit): string => headers.authorization?.replace('Bearer ', '') ?? '';

/** A token in localStorage, and an interface that says with 200 that there is nobody. */
export const politeInterface = (): Site => {
  const page = app(`(async () => {
    const token = localStorage.getItem('token');
    const me = token && await (await ask('/api/me', token)).json();
    const theme = await (await ask('/api/theme')).json();
    if (me && !me.error) return member(me.name);
    signIn(({ token }) => { localStorage.setItem('token', token); location.reload(); });
  })();`);
  return siteOf((visit, store) => {
    if (visit.path === '/') return page;
    if (visit.path === '/session')
      return isRight(visit) ? json({ token: issue(store) }) : json({ error: 'wrong' }, 401);
    if (visit.path === '/api/theme') return json({ theme: 'dark' });
    if (visit.path !== '/api/me') return undefined;
    return store.alive.has(bearer(visit))
      ? json({ name: 'ada', at: Date.now(), unread: store.day, roles: ['editor'] })
      : json({ error: 'unauthenticated', at: Date.now() });
  });
};

/** All calls are POSTs to one address. */
export const postsOnly = (): Site => {
  const page = app(`(async () => {
    const token = localStorage.getItem('token');
    const { data } = await (await ask('/graphql', token, JSON.stringify({ query: '{ me { name } }' }))).json();
    if (data.me) return member(data.me.name);
    signIn(({ token }) => { localStorage.setItem('token', token); location.reload(); });
  })();`);
  return siteOf((visit, store) => {
    if (visit.path === '/session')
      return isRight(visit) ? json({ token: issue(store) }) : json({ error: 'wrong' }, 401);
    if (visit.path === '/graphql')
      return json({ data: { me: store.alive.has(bearer(visit)) ? { name: 'ada' } : null } });
    return visit.path === '/' ? page : undefined;
  });
};

/** The token is in memory alone, and each page gets another one for a cookie that is good for one use. */
export const inMemory = (): Site => {
  const tokens = new Set<string>();
  const page = app(`(async () => {
    const renewed = await ask('/refresh', null, new URLSearchParams({ grant: 'cookie' }));
    if (!renewed.ok) return signIn(() => location.reload());
    const { token } = await renewed.json();
    const me = await ask('/api/me', token);
    if (me.ok) member((await me.json()).name);
  })();`);
  return siteOf((visit, store) => {
    if (visit.path === '/') return page;
    if (visit.path === '/session')
      return isRight(visit) ? json({ ok: true }, 200, [`refresh=${issue(store)}`]) : json({ error: 'wrong' }, 401);
    if (visit.path === '/refresh') {
      if (!store.alive.delete(visit.cookies.get('refresh') ?? '')) return json({ error: 'expired' }, 401);
      const [token, next] = [random(), random()];
      tokens.add(token);
      store.alive.add(next);
      return json({ token }, 200, [`refresh=${next}`]);
    }
    if (visit.path !== '/api/me') return undefined;
    return tokens.has(bearer(visit)) ? json({ name: 'ada' }) : json({ error: 'unauthorized' }, 401);
  });
};

/** A short access token beside a refresh token that is good for one use, both in localStorage. */
export const rotatingTokens = (lives = 60_000, now: () => number = Date.now): Site => {
  const access = new Map<string, number>();
  const page = app(`(async () => {
    const kept = () => JSON.parse(localStorage.getItem('auth') ?? 'null');
    const keep = (auth) => localStorage.setItem('auth', JSON.stringify(auth));
    const me = async () => kept() && await ask('/api/me', kept().access_token);
    let answer = await me();
    if (answer && answer.status === 401) {
      const renewed = await ask('/token', null, new URLSearchParams({ refresh_token: kept().refresh_token }));
      if (renewed.ok) { keep(await renewed.json()); answer = await me(); }
    }
    if (answer && answer.ok) return member((await answer.json()).name);
    signIn((auth) => { keep(auth); location.reload(); });
  })();`);
  const pair = (store: Store): Answer => {
    const [access_token, refresh_token] = [random(), random()];
    access.set(access_token, now() + lives);
    store.alive.add(refresh_token);
    return json({ access_token, refresh_token });
  };
  return siteOf((visit, store) => {
    if (visit.path === '/') return page;
    if (visit.path === '/session') {
      if (!isRight(visit)) return json({ error: 'wrong' }, 401);
      store.logins += 1;
      return pair(store);
    }
    if (visit.path === '/token')
      return store.alive.delete(visit.form?.get('refresh_token') ?? '')
        ? pair(store)
        : json({ error: 'invalid_grant' }, 400);
    if (visit.path !== '/api/me') return undefined;
    // Who is over loses both.
    const isGood = store.alive.size > 0 && (access.get(bearer(visit)) ?? 0) > now();
    return isGood ? json({ name: 'ada' }) : json({ error: 'token_expired' }, 401);
  });
};
