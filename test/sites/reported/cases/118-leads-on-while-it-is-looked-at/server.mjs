// A box of the browser greets, the form stays for some seconds, and then the page leads on by itself.
import { api, html, SEND, site } from '../../kit.mjs';

const page = html(
  'ورود',
  `<h1>ورود</h1><form id="f"><p><label for="u">نام کاربری</label><br><input id="u" name="username"></p><p><label for="p">رمز عبور</label><br><input id="p" name="password" type="password"></p><button>ورود</button></form><script>${SEND}
f.onsubmit = async (e) => { e.preventDefault(); const r = await send('/api/l',{username:u.value,password:p.value}); if (!r.ok) { alert('نام کاربری یا رمز عبور اشتباه است'); return; } alert('خوش آمدید'); setTimeout(()=>location.href='/panel',3500); };</script>`,
  '',
  'fa',
).replace('<body>', '<body dir="rtl">');
site({
  '/': ({ user }) => ({ to: user ? '/panel' : '/login' }),
  '/panel': ({ user }) =>
    user
      ? html(
          'پنل',
          '<aside><a href="/panel">سفارش‌ها</a><a href="/kala">کالاها</a></aside><h1>سفارش‌ها</h1><button>سفارش تازه</button>',
          '',
          'fa',
        )
      : { to: '/login' },
  '/login': () => page,
  ...api('/api/l'),
});
