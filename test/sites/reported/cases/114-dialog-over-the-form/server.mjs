// Somebody else uses the account: the page asks in a dialog of its own, over the form.
import { account, home, html, isRight, NAME, site } from '../../kit.mjs';

const page = html(
  'Đăng nhập',
  `<h1>Đăng nhập</h1><form id="f"><p><label for="u">Tài khoản</label><br><input id="u" name="username"></p><p><label for="p">Mật khẩu</label><br><input id="p" name="password" type="password"></p><button>Đăng nhập</button></form><dialog id="d"><p>Tài khoản này đang được sử dụng trên thiết bị khác.</p><button id="x">Hủy</button><button id="y">Đăng xuất thiết bị kia</button></dialog><script>
const go = async (force) => { const r = await fetch('/api/l',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({username:u.value,password:p.value,force})}); if (r.ok) location.href='/account'; else if (r.status===409) d.showModal(); else alert('Sai mật khẩu'); };
f.onsubmit = (e) => { e.preventDefault(); go(false); }; x.onclick=()=>d.close(); y.onclick=()=>{d.close(); go(true)};</script>`,
  '',
  'vi',
);
site({
  '/': home,
  '/account': account,
  '/login': () => page,
  'POST /api/l': ({ form: f }) =>
    !isRight(f) ? { status: 401, json: {} } : f.force ? { json: { ok: 1 }, logIn: NAME } : { status: 409, json: {} },
});
