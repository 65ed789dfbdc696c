// The API refuses the request itself, with a status that refuses, and says so.
import { account, home, html, SEND, site } from '../../kit.mjs';

const page = html(
  'Inloggen',
  `<form id="f"><label for="u">Gebruikersnaam</label><input id="u"><label for="p">Wachtwoord</label><input id="p" type="password">
<div id="m" role="alert"></div><button>Inloggen</button></form><script>${SEND}
f.onsubmit = async (event) => { event.preventDefault(); m.textContent = (await send('/api/in', { username: u.value, password: p.value })).message; };</script>`,
  '',
  'nl',
);
site({
  '/': home,
  '/account': account,
  '/login': () => page,
  'POST /api/in': () => ({ status: 400, json: { message: 'Ongeldige aanvraag: parameter tenant ontbreekt.' } }),
});
