/** Applications whose interfaces tell in their own ways that nobody is there. */
import { type Asked, type Framework, isRight, page, type Reply, random } from '../frameworks/serve.js';
import { framework, issue, NOT_FOUND, type Store } from '../frameworks/store.js';

const app = (script: string): Reply => ({
  body: page(
    'Board',
    `<div id="root">One moment</div><script>
const root = document.getElementById('root');
const get = (path, headers) => fetch(path, { headers, credentials: 'include' });
const post = (path, body) => fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const member = (name) => { root.innerHTML = '<h1>Board of ' + name + '</h1><p>Three cards</p><button>Log out</button>'; };
const FORM = '<h1>Sign in</h1><form><label>User name <input name="username" autocomplete="username"></label><label>Password <input name="password" type="password" autocomplete="current-password"></label><button>Sign in</button></form>';
const signIn = (path, then = () => location.reload()) => {
  root.innerHTML = FORM;
  root.querySelector('form').onsubmit = async (event) => {
    event.preventDefault();
    const answer = await post(path, Object.fromEntries(new FormData(event.target)));
    if (answer.ok) then(await answer.json());
  };
};
${script}
</script>`,
  ),
});

const enter = (asked: Asked, store: Store): Reply =>
  isRight(asked)
    ? { json: { ok: true }, cookies: [`b=${issue(store)}; Path=/; HttpOnly`] }
    : { status: 400, json: { ok: false } };
const isIn = ({ cookies }: Asked, { alive }: Store): boolean => alive.has(cookies.b ?? '');

/** The form itself comes as JSON, with 200. */
export const formInJson = (): Framework => {
  const index = app(
    `get('/view?name=start').then((r) => r.json()).then(({ kind, name }) => kind === 'board' ? member(name) : signIn('/enter'));`,
  );
  return framework((asked, store) => {
    if (asked.path === '/') return index;
    if (asked.path === '/enter') return enter(asked, store);
    if (asked.path !== '/view') return NOT_FOUND;
    return isIn(asked, store)
      ? { json: { kind: 'board', name: 'Ada', cards: [{ title: random(4) }], at: Date.now() } }
      : {
          json: {
            kind: 'form',
            html: `<form><input name="username"><input name="password" type="password"><input type="hidden" name="csrf" value="${random()}"></form>`,
          },
        };
  });
};

/** GraphQL by GET; errors come with 200. */
export const graphqlGet = (): Framework => {
  const index = app(
    `get('/graphql?query=' + encodeURIComponent('{ me { name } cards { title } }')).then((r) => r.json()).then(({ data }) => data && data.me ? member(data.me.name) : signIn('/enter'));`,
  );
  return framework((asked, store) => {
    if (asked.path === '/') return index;
    if (asked.path === '/enter') return enter(asked, store);
    if (asked.path !== '/graphql') return NOT_FOUND;
    return isIn(asked, store)
      ? { json: { data: { me: { name: 'Ada' }, cards: [{ title: random(4) }] }, extensions: { ms: Math.random() } } }
      : {
          json: {
            data: { me: null, cards: [] },
            errors: [{ message: 'Not for you', path: ['me'] }],
            extensions: { ms: Math.random() },
          },
        };
  });
};

/** 401 for strangers, 403 for an id that is over. */
export const forbiddenCall = (): Framework => {
  const index = app(`get('/api/me').then(async (r) => r.ok ? member((await r.json()).name) : signIn('/enter'));`);
  return framework((asked, store) => {
    if (asked.path === '/') return index;
    if (asked.path === '/enter') return enter(asked, store);
    if (asked.path !== '/api/me') return NOT_FOUND;
    if (isIn(asked, store)) return { json: { name: 'Ada', quota: Math.random() } };
    return asked.cookies.b === undefined
      ? { status: 401, json: { error: 'login required' } }
      : { status: 403, json: { error: 'forbidden' } };
  });
};

/** Bytes of a machine's own coding, read by the page. */
export const binary = (): Framework => {
  const index = app(
    `get('/rpc/Me').then((r) => r.arrayBuffer()).then((b) => { const text = new TextDecoder().decode(b); text.includes('Ada') ? member('Ada') : signIn('/enter'); });`,
  );
  return framework((asked, store) => {
    if (asked.path === '/') return index;
    if (asked.path === '/enter') return enter(asked, store);
    if (asked.path !== '/rpc/Me') return NOT_FOUND;
    const headers = { 'content-type': 'application/grpc-web+proto' };
    const body = isIn(asked, store)
      ? `\u0000\u0000\u0000\u0000\u0010\n\u0003Ada\u0012\u0007${random(5)}\u0018\u0001`
      : '\u0080\u0000\u0000\u0000\u0012grpc-status:16\r\ngrpc-message:unauthenticated';
    return { headers, body };
  });
};
