// After the password comes a question that no list knows, with a list that says why.
import { HALF, html, isRight, letIn, members, site } from '../../kit.mjs';

const page = (w = '') =>
  html(
    'Hyrje',
    '<h1>Hyrje</h1>' +
      w +
      '<form method="post" action="/login"><p><label for="u">Përdoruesi</label><br><input id="u" name="username"></p><p><label for="p">Fjalëkalimi</label><br><input id="p" name="password" type="password"></p><button>Hyr</button></form>',
    '',
    'sq',
  );
const q = html(
  '…',
  `<h2>Edhe pak</h2><ul><li>Duhet vetëm një herë.</li><li>Askush tjetër nuk e sheh.</li></ul><form method="post" action="/next"><label>Qyteti i lindjes <input name="s"></label><button>Vazhdo</button></form>`,
  '',
  'sq',
);
const to = ({ user, cookies }) => (user ? members() : { to: cookies.half ? '/next' : '/login' });
site({
  '/': to,
  '/account': to,
  '/login': () => page(),
  'GET /next': ({ cookies }) => (cookies.half ? q : { to: '/login' }),
  '/why': () => html('x', '<p>x</p>'),
  'POST /next': () => letIn,
  'POST /login': ({ form: f }) => (isRight(f) ? { to: '/next', cookies: [HALF] } : page('<p>Gabim</p>')),
});
