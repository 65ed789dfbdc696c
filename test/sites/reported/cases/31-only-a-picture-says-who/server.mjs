// A public page: for somebody logged in a picture stands where "Sign in" was, and nothing else differs.
import { html, NAME, site, usual } from '../../kit.mjs';

const picture =
  '<button type="button" aria-label="Account menu" style="width:40px;height:40px"><svg width="24" height="24"><circle cx="12" cy="12" r="10"></circle></svg></button>';
const news = (user) =>
  html(
    'Garden news',
    `<header style="display:flex;gap:1em"><b>Garden news</b>${user ? picture : '<a href="/login">Sign in</a><a href="/join">Join</a>'}</header>
<h1>Today in the garden</h1><p>The first tulips are up. Cut the roses back before the end of the month.</p><p>Ten plants that like shade.</p>`,
  );
site({ ...usual({ next: { to: '/', logIn: NAME } }), '/': ({ user }) => news(user) });
