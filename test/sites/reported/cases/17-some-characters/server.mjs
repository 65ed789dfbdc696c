// The second page asks for four characters of the password: a box for each character, of which only those four can be used.
import { alert, HALF, html, NAME, PASSWORD, site, step, usual } from '../../kit.mjs';

const ASKED = [2, 5, 7, 11];
const name = (words = '') =>
  html(
    'Bank login',
    `<h1>Log in</h1>${words}<form method="post" action="/login"><p><label for="u">Login</label><br><input id="u" name="username"></p><button>Next</button></form>`,
  );
const box = (n) =>
  `<span><small>${n}</small><input name="c${n}" aria-label="Character ${n}" type="password" maxlength="1" size="1" ${ASKED.includes(n) ? '' : 'disabled'}></span>`;
const boxes = (words = '') =>
  html(
    'Bank login',
    `<h1>Log in</h1>${words}<form method="post" action="/password"><p>Enter these characters of your password</p>
<div>${[...PASSWORD].map((_, n) => box(n + 1)).join('')}</div><button>Log in</button></form>`,
  );
const right = (sent) => ASKED.every((n) => sent[`c${n}`] === PASSWORD[n - 1]);
site({
  ...usual({
    page: name,
    right: ({ username }) => username === NAME,
    next: { to: '/password', cookies: [HALF] },
    no: alert('Unknown login.'),
  }),
  ...step('/password', boxes, right, alert('Wrong characters.')),
});
