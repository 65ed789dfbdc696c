// A password that ends in five days is left for another day.
import { alert, form, HALF, html, letIn, members, site, usual } from '../../kit.mjs';

const n = () =>
  html(
    'Parola',
    '<h2>Parolanızın süresi 5 gün içinde dolacak</h2><form method=post action=/exp><label>Yeni parola <input name=n type=password></label><label>Tekrar <input name=n2 type=password></label><button name=x value=change>Değiştir</button> <button name=x value=later formnovalidate>Daha sonra hatırlat</button></form>',
    '',
    'tr',
  );
site({
  ...usual({
    page: (w = '') => form(w, { title: 'Giriş', name: 'Kullanıcı adı', word: 'Parola', lang: 'tr' }),
    no: alert('Kullanıcı adı veya parola hatalı.'),
    next: { to: '/exp', cookies: [HALF] },
  }),
  'GET /exp': n,
  'POST /exp': ({ form: f, cookies }) => (cookies.half && f.x === 'later' && !f.n ? letIn : n()),
  '/account': ({ user, cookies }) => (user ? members() : { to: cookies.half ? '/exp' : '/login' }),
});
