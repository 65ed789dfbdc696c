// The login stands in a menu that only the pointer shows to be one.
import { alert, form, html, site, usual } from '../../kit.mjs';

const shop =
  '<nav><a href="/a">Angebote</a> <a href="/b">Marken</a> <span class="acct" id=s style="cursor:pointer">Mein Konto ▾</span><div id=m hidden><a href="/login">Anmelden</a><a href="/new">Registrieren</a></div></nav><h1>Willkommen im Laden</h1><p>Schuhe und mehr. Viele Schuhe.</p><script>s.addEventListener("click",()=>{m.hidden=!m.hidden})</script>';
site({
  ...usual({
    page: (w = '') => form(w, { title: 'Anmelden', name: 'Benutzername', word: 'Passwort', lang: 'de' }),
    no: alert('Falsches Passwort.'),
  }),
  '/': ({ user }) => (user ? { to: '/account' } : html('Laden', shop, '', 'de')),
});
