// The field for the code of an app is masked and is called One-time password.
import { HALF, html, isCode, site, step, usual } from '../../kit.mjs';

const page = (words = '') =>
  html(
    'Two-factor authentication',
    `<h1>Two-factor authentication</h1>${words}<p>Enter the 6-digit code from your authenticator app.</p><form method="post" action="/code">
<p><label for="c">One-time password</label><br><input id="c" name="otp" type="password" maxlength="6"></p><button>Verify</button></form>`,
  );
site({
  ...usual({ next: { to: '/code', cookies: [HALF] } }),
  ...step('/code', page, ({ otp }) => isCode(otp)),
});
