// After the password comes a question that no list knows, laid out in a table.
import { HALF, html, isRight, letIn, members, site } from '../../kit.mjs';

const page = (w = '') =>
  html(
    'Sisene',
    '<h1>Sisene</h1>' +
      w +
      '<form method="post" action="/login"><p><label for="u">Kasutajanimi</label><br><input id="u" name="username"></p><p><label for="p">Parool</label><br><input id="p" name="password" type="password"></p><button>Sisene</button></form>',
    '',
    'et',
  );
const q = html(
  'Kontroll',
  '<h2>Täpsustus</h2><form method="post" action="/kontroll"><table><tr><td>Lapsepõlve tänav</td><td><input name="street"></td></tr><tr><td></td><td><button>Edasi</button></td></tr></table></form>',
  '',
  'et',
);
const to = ({ user, cookies }) => (user ? members() : { to: cookies.half ? '/kontroll' : '/login' });
site({
  '/': to,
  '/account': to,
  '/login': () => page(),
  'GET /kontroll': ({ cookies }) => (cookies.half ? q : { to: '/login' }),
  'POST /kontroll': () => letIn,
  'POST /login': ({ form: f }) => (isRight(f) ? { to: '/kontroll', cookies: [HALF] } : page('<p>Vale parool</p>')),
});
