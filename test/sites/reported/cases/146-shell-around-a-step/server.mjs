// The bar of the application, with the account and the way out, stands around a phone number that has to be confirmed.
import { HALF, html, isRight, SEND, site } from '../../kit.mjs';

const application = html(
  'Gestionale',
  `<div id="app"></div><script>${SEND}
const login = (words = '') => {
  app.innerHTML = '<h1>Accedi</h1><form id="f"><label>Nome utente <input id="u"></label><label>Password <input id="p" type="password"></label><button>Accedi</button><p>' + words + '</p></form>';
  f.onsubmit = async (event) => { event.preventDefault(); (await send('/api/login', { username: u.value, password: p.value })).ok ? load() : login('Credenziali errate'); };
};
const load = async () => {
  const me = await (await fetch('/api/me')).json();
  if (!me.user) return login();
  app.innerHTML = '<nav><b>Gestionale</b> <a href="#">Il mio profilo</a> <a href="/esci">Esci</a></nav><h1>Verifica il tuo numero di telefono</h1><p>Per continuare dobbiamo confermare un numero.</p><form><label>Cellulare <input type="tel"></label><button>Invia codice</button></form>';
  history.replaceState({}, '', '/next');
};
load();</script>`,
  '',
  'it',
);
site({
  ...Object.fromEntries(['/', '/login', '/next'].map((path) => [path, () => application])),
  'POST /api/login': ({ form }) => (isRight(form) ? { json: { ok: true }, cookies: [HALF] } : { json: {} }),
  '/api/me': ({ cookies }) => ({ json: cookies.half ? { user: 'Anna' } : {} }),
});
