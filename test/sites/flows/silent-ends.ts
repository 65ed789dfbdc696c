/** Sites that end sessions on their own side, and say nothing of it before somebody asks. */
import type { Answer, Visit } from './serve.js';

export const USER = { email: 'ada@example.com', password: 'the right one 7!' };

export interface Silent {
  answer(visit: Visit): Answer | undefined;
  /** The site ends the sessions that it has, in its way. */
  end(): void;
  /** Values of sessions that work now. */
  readonly alive: () => readonly string[];
  readonly logins: () => number;
}

const LOGIN = `<title>Sign in</title><h1>Sign in</h1><form method="post" action="/password">
<label>E-mail <input name="email" type="email" autocomplete="username"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label><button>Sign in</button></form>`;

const home = (
  name: string,
): string => `<title>Your orders</title><nav><a href="/orders">Orders</a> <a href="/invoices">Invoices</a>
<a href="/logout">Log out</a></nav><h1>Welcome back, ${name}</h1><p>Visit ${Math.random()}</p>`;

const isRight = ({ form }: Visit): boolean =>
  form?.get('email') === USER.email && form.get('password') === USER.password;

export interface Kind {
  /** A page for everybody at every address, instead of a redirect. */
  readonly sameAddress?: true;
  /** Another cookie with each answer; the one before is void. */
  readonly rotates?: true;
  /** How a session ends. @default when the site is started again: it keeps its sessions in memory */
  readonly ends?: 'unused' | 'old' | 'elsewhere';
}

const HOUR_MS = 3_600_000;

/** Sessions by a cookie. */
export function byCookie({ sameAddress, rotates, ends }: Kind = {}): Silent {
  /** When each was last used, or was made. */
  const sessions = new Map<string, number>();
  let now = 0;
  let logins = 0;
  let made = 0;
  const issue = (): string => {
    const value = `s${++made}-${Math.random().toString(36).slice(2)}`;
    if (ends === 'elsewhere') sessions.clear();
    sessions.set(value, now);
    return value;
  };
  const isAlive = (value: string): boolean => {
    const at = sessions.get(value);
    return at !== undefined && now - at < HOUR_MS;
  };
  return {
    end() {
      if (ends === 'elsewhere') issue();
      else if (ends === undefined) sessions.clear();
      else now += HOUR_MS;
    },
    alive: () => [...sessions.keys()].filter(isAlive),
    logins: () => logins,
    answer(visit) {
      if (visit.path === '/password') {
        if (!isRight(visit)) return LOGIN;
        logins += 1;
        return { to: '/', cookies: [`sid=${issue()}`] };
      }
      if (visit.path === '/login') return LOGIN;
      const sid = visit.cookies.get('sid') ?? '';
      if (!isAlive(sid)) return sameAddress ? LOGIN : { to: '/login' };
      if (!['/', '/orders', '/invoices'].includes(visit.path)) return undefined;
      if (ends === 'unused') sessions.set(sid, now);
      if (!rotates) return home('Ada');
      sessions.delete(sid);
      return { body: home('Ada'), cookies: [`sid=${issue()}`] };
    },
  };
}

const APP = `<title>Mail</title><div id="app">Loading</div><script>
const show = (html) => { document.getElementById('app').innerHTML = html; };
const form = ${JSON.stringify(LOGIN.replace('action="/password"', 'id="form"'))};
async function start() {
  const { access = null } = JSON.parse(localStorage.getItem('auth') ?? '{}');
  const me = access && await fetch('/api/me', { headers: { authorization: 'Bearer ' + access } });
  if (me && me.ok) {
    const { name } = await me.json();
    return show('<h1>Inbox of ' + name + '</h1><button>Log out</button>');
  }
  show(form);
  document.getElementById('form').onsubmit = async (event) => {
    event.preventDefault();
    const sent = await fetch('/password', { method: 'POST', body: new URLSearchParams(new FormData(event.target)) });
    if (!sent.ok) return;
    localStorage.setItem('auth', JSON.stringify({ access: (await sent.json()).access }));
    location.reload();
  };
}
start();
</script>`;

/** An application whose calls carry a token from localStorage. */
export function byToken(): Silent {
  let tokens = new Set<string>();
  let logins = 0;
  const json = (body: object, status = 200): Answer => ({
    body: JSON.stringify(body),
    script: true,
    status,
    headers: { 'content-type': 'application/json' },
  });
  return {
    end: () => {
      tokens = new Set();
    },
    alive: () => [...tokens],
    logins: () => logins,
    answer(visit) {
      if (visit.path === '/') return APP;
      if (visit.path === '/password') {
        if (!isRight(visit)) return json({ error: 'wrong' }, 401);
        logins += 1;
        const access = `token-${logins}-${Math.random().toString(36).slice(2)}`;
        tokens.add(access);
        return json({ access });
      }
      if (visit.path !== '/api/me') return undefined;
      const token = visit.headers.authorization?.replace('Bearer ', '') ?? '';
      return tokens.has(token)
        ? json({ name: 'Ada', folders: ['Inbox', 'Sent'] })
        : json({ error: 'unauthorized' }, 401);
    },
  };
}
