// The login opens in a window, whose answer closes it.
import { account, form, html, isRight, letIn, members, site } from '../../kit.mjs';

const words = { title: 'Sign in to continue', action: '/window' };
const opener = html(
  'Team planner',
  `<h1>Team planner</h1><button onclick="window.open('/window', 'login', 'width=400,height=500')">Log in</button>
<script>addEventListener('message', ({ data }) => { if (data === 'in') location.reload(); })</script>`,
);
const done = html('Done', '<script>opener.postMessage("in", "*"); close()</script>');
site({
  '/': ({ user }) => (user ? members() : { to: '/login' }),
  '/account': account,
  '/login': ({ user }) => (user ? { to: '/account' } : opener),
  'GET /window': () => form('', words),
  'POST /window': ({ form: sent }) =>
    isRight(sent) ? { logIn: letIn.logIn, body: done } : form('<p>Wrong user name or password.</p>', words),
});
