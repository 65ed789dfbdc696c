// The page after the password asks for a token from a text message, in a masked field.
import { alert, HALF, html, site, step, usual } from '../../kit.mjs';

const page = (words = '') =>
  html(
    'Portal',
    `<h1>Sign in</h1>${words}<form method="post" action="/token">
<p>Please enter the token that was sent to your phone.</p>
<p><label for="p">Token</label><br><input id="p" name="passwd" type="password" autocomplete="off"></p><button>Sign in</button></form>`,
  );
site({
  ...usual({ next: { to: '/token', cookies: [HALF] } }),
  ...step('/token', page, ({ passwd }) => passwd === '224466', alert('Wrong token.')),
});
