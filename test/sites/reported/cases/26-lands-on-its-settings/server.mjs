// The first page behind the login is the profile, with a section to change the password.
import { html, NAME, site, usual } from '../../kit.mjs';

const box = (label, name) => `<p><label>${label}<br><input type="password" name="${name}"></label></p>`;
const profile = html(
  'My profile',
  `<p>Signed in as Anna Berg · <a href="/logout">Log out</a></p><h1>My profile</h1><p>Mail: anna@example.com</p>
<section><h2>Change password</h2><form method="post" action="/change">
${box('Current password', 'old')}${box('New password', 'new1')}${box('Confirm new password', 'new2')}<button>Change password</button></form></section>`,
);
site({
  ...usual({ next: { to: '/profile', logIn: NAME } }),
  '/': ({ user }) => ({ to: user ? '/profile' : '/login' }),
  '/profile': ({ user }) => (user ? profile : { to: '/login' }),
  'POST /change': () => profile,
});
