// The password has expired: every page leads to one that wants a new password.
import { HALF, html, site, usual } from '../../kit.mjs';

const box = (label, name) => `<p><label>${label}<br><input type="password" name="${name}"></label></p>`;
const renew = html(
  'Renew password',
  `<h1>Your password has expired</h1><p>Please choose a new password to continue.</p><form method="post" action="/renew-password">
${box('Current password', 'old')}${box('New password', 'new1')}${box('Confirm new password', 'new2')}<button>Save</button></form>`,
);
site({
  ...usual({ next: { to: '/renew-password', cookies: [HALF] } }),
  '/account': ({ cookies }) => ({ to: cookies.half ? '/renew-password' : '/login' }),
  '/renew-password': ({ cookies }) => (cookies.half ? renew : { to: '/login' }),
});
