// A page says that the login has succeeded, and goes on to the account after 5 seconds; only there the session begins.
import { html, letIn, site, usual } from '../../kit.mjs';

const soon = html(
  'One moment',
  '<h1>Client login succeeds</h1><p>You will be taken to your account in a few seconds.</p>',
  '<meta http-equiv="refresh" content="5;url=/enter?t=77">',
);
site({
  ...usual({ next: { body: soon, cookies: ['ticket=77; Path=/; HttpOnly'] } }),
  '/enter': ({ cookies, query }) => (cookies.ticket === query.get('t') ? letIn : { to: '/login' }),
});
