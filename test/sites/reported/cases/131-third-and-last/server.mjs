// The second page asks for the third and the last character of another secret, a box each.
import { alert, HALF, html, site, step, usual } from '../../kit.mjs';

const first = (w = '') =>
  html(
    'Masuk',
    `<h1>Masuk</h1>${w}<form method="post" action="/login"><p><label>Nama pengguna <input name="username"></label></p><p><label>Kata sandi <input name="password" type="password"></label></p><button>Lanjut</button></form>`,
    '',
    'id',
  );
const second = (w = '') =>
  html(
    'Kata rahasia',
    `<h1>Kata rahasia</h1>${w}<form method="post" action="/kata"><p>Masukkan huruf berikut dari kata rahasia Anda</p><p><label>Huruf ke-3 <input name="l3" type="password" maxlength="1" size="1"></label> <label>Huruf terakhir <input name="lz" type="password" maxlength="1" size="1"></label></p><button>Masuk</button></form>`,
    '',
    'id',
  );
site({
  ...usual({ page: first, next: { to: '/kata', cookies: [HALF] } }),
  ...step('/kata', second, (f) => f.l3 === 'm' && f.lz === 'i', alert('Huruf salah.')),
});
