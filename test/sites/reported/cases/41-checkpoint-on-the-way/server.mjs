// After the password every page leads to a check that nobody has done yet; it has no form and no known words.
import { form, HALF, html, site, usual } from '../../kit.mjs';

const check = html(
  'Quick check',
  `<header><nav><a href="/about">About</a> <a href="/help">Help</a></nav></header><h1>Let us do a quick check</h1>
<p>Something about this sign-in looked unusual, so we would like to make sure that it is really you, Anna.</p><button type="button">Begin</button>`,
);
const toCheck = ({ cookies }) => ({ to: cookies.half ? '/checkpoint' : '/login' });
site({
  ...usual({ next: { to: '/checkpoint', cookies: [HALF] } }),
  '/': toCheck,
  '/account': toCheck,
  'GET /login': ({ cookies }) => (cookies.half ? { to: '/checkpoint' } : form()),
  '/checkpoint': ({ cookies }) => (cookies.half ? check : { to: '/login' }),
});
