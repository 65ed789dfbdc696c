// After the password the site wants a new authenticator to be set up: its key is on the page, and its code is asked for.
import { alert, HALF, html, site, step, usual } from '../../kit.mjs';

const picture = '<img alt="QR code" width="120" height="120" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">';
const page = (words = '') =>
  html(
    'Set up two-factor authentication',
    `<h1>Set up two-factor authentication</h1>${words}<p>Your organisation requires it. 1. Scan this QR code with your authenticator app. 2. Enter the 6-digit code that the app shows.</p>
${picture}<p>Or type this key by hand: GEZD GNBV GY3T QOJQ</p><form method="post" action="/enrol">
<p><label for="c">Verification code</label><br><input id="c" name="code" inputmode="numeric" maxlength="6" autocomplete="one-time-code"></p><button>Activate</button></form>`,
  );
site({
  ...usual({ next: { to: '/enrol', cookies: [HALF] } }),
  ...step('/enrol', page, () => false, alert('That code does not belong to the new key.')),
});
