/** Applications whose pages say who is logged in by what they have kept, whatever became of that on the server. */
import type { Answer, Visit } from './serve.js';

/** What a token gets; the one of a session that is over is `dead`. */
export const GOOD = 'token-that-is-good';
export const DEAD = 'token-that-is-dead';

export interface Claiming {
  /** What it has kept of an earlier login. */
  kept(token: string): Readonly<Record<string, string>>;
  answer(visit: Visit): Answer | undefined;
}

interface Built {
  /** Expression of the token that is kept; null without one. */
  readonly token: string;
  readonly keep: string;
  readonly header: string;
  /** Opens with what the session is given, in `given`. */
  readonly asks: string;
  readonly said: { readonly out: string; readonly in: string };
}

const page = ({ token, keep, header, asks, said }: Built): string => `<div id="root"></div><script>
const token = (() => { try { return ${token}; } catch { return null; } })();
const keep = (token) => { ${keep}; location.reload(); };
const signIn = () => {
  root.innerHTML = '<h1>${said.out}</h1><form><label>User name <input name="u" autocomplete="username"></label><label>Password <input name="p" type="password"></label><button>${said.out}</button></form>';
  root.querySelector('form').onsubmit = async (event) => {
    event.preventDefault();
    const answer = await fetch('/enter', { method: 'POST', body: new URLSearchParams(new FormData(event.target)) });
    if (answer.ok) keep(await answer.text());
  };
};
const inside = async () => {
  root.innerHTML = '<nav><a href="#/a">Ⅰ</a> <a href="#/b">Ⅱ</a> <a href="#/c">Ⅲ</a> <button>${said.in}</button></nav><h1>Ada</h1><ul id="list"></ul>';
  const answer = await fetch('${asks}', { headers: { ${header} } });
  list.textContent = answer.ok ? await answer.text() : 'Something went wrong';
};
if (token) inside(); else signIn();
</script>`;

/** @param given what a request is answered, by whether its token is good */
function claiming(
  built: Built,
  kept: Claiming['kept'],
  carried: (visit: Visit) => string | undefined,
  given: (isGood: boolean) => Answer,
): Claiming {
  return {
    kept,
    answer(visit) {
      if (visit.path === '/enter')
        return visit.form?.get('p') === 'a good passphrase'
          ? { body: GOOD, script: true }
          : { body: 'no', status: 403, script: true };
      if (visit.path === new URL(built.asks, 'http://localhost').pathname) return given(carried(visit) === GOOD);
      return page(built);
    },
  };
}

export const CLAIMING: readonly (readonly [string, Claiming])[] = [
  [
    'a list that is empty for strangers',
    claiming(
      {
        token: "localStorage.getItem('token')",
        keep: "localStorage.setItem('token', token)",
        header: "authorization: 'Bearer ' + token",
        asks: '/api/packages',
        said: { out: 'Sign in', in: 'Log out' },
      },
      (token) => ({ token }),
      ({ headers }) => headers.authorization?.replace('Bearer ', ''),
      (isGood) => ({ body: isGood ? '[{"name":"pears"}]' : '[]', script: true }),
    ),
  ],
  [
    'nobody, with 200, in German',
    claiming(
      {
        token: "JSON.parse(localStorage.getItem('auth')).access",
        keep: "localStorage.setItem('auth', JSON.stringify({ name: 'ada', access: token }))",
        header: "'x-access-token': token",
        asks: '/query?fields=me',
        said: { out: 'Anmelden', in: 'Abmelden' },
      },
      (access) => ({ auth: JSON.stringify({ name: 'ada', access }) }),
      ({ headers }) => headers['x-access-token'] as string | undefined,
      (isGood) => ({ body: `{"data":{"me":${isGood ? '{"name":"ada"}' : 'null'}}}`, script: true }),
    ),
  ],
  [
    'a refusal that the page makes light of, in Spanish',
    claiming(
      {
        token: "localStorage.getItem('t')",
        keep: "localStorage.setItem('t', token)",
        header: "authorization: 'Token ' + token",
        asks: '/api/pedidos',
        said: { out: 'Iniciar sesión', in: 'Cerrar sesión' },
      },
      (t) => ({ t }),
      ({ headers }) => headers.authorization?.replace('Token ', ''),
      (isGood) =>
        isGood ? { body: '["peras"]', script: true } : { body: '{"error":"no"}', status: 401, script: true },
    ),
  ],
];
