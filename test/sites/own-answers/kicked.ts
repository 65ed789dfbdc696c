/** Sites that tell a session that another login has ended it, on the very page on which it worked. */
import { type Framework, isRight, page } from '../frameworks/serve.js';
import { fields, framework, inside, issue, NOT_FOUND } from '../frameworks/store.js';

const told = (words: string): Framework =>
  framework((asked, store) => {
    const { path, cookies, method } = asked;
    if (path === '/login')
      return method === 'POST' && isRight(asked)
        ? { to: '/', cookies: [`sid=${issue(store)}; Path=/; HttpOnly`] }
        : { body: page('Sign in', `<h1>Sign in</h1><form method="post">${fields()}</form>`) };
    if (path !== '/') return NOT_FOUND;
    if (cookies.sid === undefined) return { to: '/login' };
    return { body: store.alive.has(cookies.sid) ? page('Desk', inside()) : page('Acme', words) };
  });

export const kickedInKorean = (): Framework =>
  told(
    '<h1>다른 기기에서 접속하였습니다</h1><p>현재 접속이 종료되었습니다.</p><script>setTimeout(() => location.replace("/login"), 9000)</script>',
  );
/** No list of words has this language. */
export const kickedInIcelandic = (): Framework => told('<h1>Þú skráðir þig inn annars staðar</h1>');
