// The page keeps what it hears of its fields, and begins to listen late.
import { account, api, home, html, SEND, site } from '../../kit.mjs';

const page = html(
  'Connexion',
  `<h1>Connexion</h1><form id="f"><label>Identifiant <input id="u" name="u"></label><label>Mot de passe <input id="p" name="p" type="password"></label><button>Connexion</button><div id="m" role="alert"></div></form>
<script>${SEND} setTimeout(() => {
  const heard = { username: '', password: '' };
  u.oninput = () => { heard.username = u.value; };
  p.oninput = () => { heard.password = p.value; };
  f.onsubmit = async (event) => {
    event.preventDefault();
    if ((await send('/api/in', heard)).ok) location = '/account';
    else m.textContent = 'Identifiant ou mot de passe incorrect';
  };
}, 1200)</script>`,
  '',
  'fr',
);
site({ '/': home, '/account': account, '/login': () => page, ...api('/api/in') });
