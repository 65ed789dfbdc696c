// "Go on as a guest" comes before "Log in", in the same form.
import { html, site, usual } from '../../kit.mjs';

const page = (words = '') =>
  html(
    'เข้าสู่ระบบ',
    `${words}<form method="post" action="/login"><label>ชื่อผู้ใช้ <input name="username"></label><label>รหัสผ่าน <input name="password" type="password"></label>
<button formaction="/guest">ดำเนินการต่อในฐานะผู้เยี่ยมชม</button> <button>เข้าสู่ระบบ</button></form>`,
    '',
    'th',
  );
site({ ...usual({ page, no: '<p>รหัสผ่านไม่ถูกต้อง</p>' }), 'POST /guest': () => page() });
