// Some seconds lie between the password and the account, and the page asks to wait.
import { html, isRight, NAME, site } from '../../kit.mjs';

const page = (w = '') =>
  html(
    'Đăng nhập',
    '<h1>Đăng nhập</h1>' +
      w +
      '<form method="post" action="/login"><p><label for="u">Tên đăng nhập</label><br><input id="u" name="username"></p><p><label for="p">Mật khẩu</label><br><input id="p" name="password" type="password"></p><button>Đăng nhập</button></form>',
    '',
    'vi',
  );
site({
  '/': () => html('Vườn', '<h1>Vườn</h1><p>Trang chủ công khai</p><a href="/login">Đăng nhập</a>'),
  '/login': () => page(),
  '/khu-vuc': ({ user }) =>
    user ? html('Khu vực', '<h1>Đơn hàng của bạn</h1><ul><li>Hoa</li></ul>', '', 'vi') : { to: '/login' },
  'POST /login': ({ form: f }) =>
    isRight(f)
      ? {
          body: html(
            'Xin chờ',
            '<p>Đăng nhập thành công. Hệ thống đang chuyển hướng, xin chờ giây lát…</p><script>setTimeout(()=>location="/khu-vuc",8000)</script>',
            '',
            'vi',
          ),
          logIn: NAME,
        }
      : page('<p class="err">Sai mật khẩu</p>'),
});
