// After the password a page says that another session exists, and asks whether to go on.
import { HALF, html, letIn, site, usual } from '../../kit.mjs';

const other = html(
  'Existing session',
  `<h1>Existing session detected</h1><p>You are already logged in on another device. If you continue here, the other session is ended.</p>
<form method="post" action="/continue"><button name="go" value="yes">Continue login</button> <button name="go" value="no">Cancel</button></form>`,
);
site({
  ...usual({ next: { to: '/existing', cookies: [HALF] } }),
  '/existing': ({ cookies }) => (cookies.half ? other : { to: '/login' }),
  'POST /continue': ({ form: sent, cookies }) => (cookies.half && sent.go === 'yes' ? letIn : { to: '/login' }),
});
