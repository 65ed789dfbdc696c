// A button for a passkey, and a link to the form.
import { html, site, usual } from '../../kit.mjs';

const page = () =>
  html(
    'Anmelden',
    `<h1>Anmelden</h1><div id="a"><button onclick="m.textContent = 'Passkey wird gesucht…'">Mit Passkey anmelden</button><p id="m"></p><a href="#" id="l">Stattdessen mit Passwort anmelden</a></div>
<script>l.onclick = (event) => { event.preventDefault(); a.innerHTML = '<form method="post" action="/login"><label>Benutzername <input name="username"></label><label>Passwort <input name="password" type="password"></label><button>Anmelden</button></form>'; }</script>`,
    '',
    'de',
  );
site(usual({ page }));
