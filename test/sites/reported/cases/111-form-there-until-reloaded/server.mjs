// After right values nothing changes but that the form is empty again: what is new comes with the next page.
import { api, html, SEND, site } from '../../kit.mjs';

const page = html(
  'Masuk',
  `<h1>Masuk</h1><form id="f"><p><label for="u">Nama pengguna</label><br><input id="u" name="username"></p><p><label for="p">Kata sandi</label><br><input id="p" name="password" type="password"></p><button>Masuk</button></form><p id="m"></p><script>${SEND}
f.onsubmit = async (e) => { e.preventDefault(); const r = await send('/api/masuk', {username:u.value,password:p.value}); if (!r.ok) m.textContent='Kata sandi salah'; else f.reset(); };</script>`,
  '',
  'id',
);
site({
  '/': ({ user }) => (user ? { to: '/kebun' } : page),
  '/login': ({ user }) => (user ? { to: '/kebun' } : page),
  '/kebun': ({ user }) =>
    user
      ? html(
          'Kebun',
          '<nav><a href="/kebun">Kebun</a><a href="/tanaman">Tanaman</a><a href="/setelan">Setelan</a></nav><h1>Kebun saya</h1><button>Tambah tanaman</button>',
          '',
          'id',
        )
      : { to: '/login' },
  ...api('/api/masuk'),
});
