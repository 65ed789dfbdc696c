// First the home organisation is chosen from a list; its login is on another page.
import { account, form, home, html, isRight, letIn, site } from '../../kit.mjs';

const choice = html(
  'Valitse organisaatio',
  `<h1>Valitse kotiorganisaatiosi</h1><form method="post" action="/ds"><select name="idp"><option value="">- valitse -</option>
<option value="e">Etelän yliopisto</option><option value="p">Pohjolan yliopisto</option></select> <button>Valitse</button></form>`,
  '',
  'fi',
);
const login = form('', { title: 'Kirjaudu', name: 'Käyttäjätunnus', word: 'Salasana', action: '/idp', lang: 'fi' });
site({
  '/': home,
  '/account': account,
  'GET /login': () => choice,
  'POST /ds': ({ form: sent }) => (sent.idp === 'p' ? { to: '/idp' } : choice),
  'GET /idp': () => login,
  'POST /idp': ({ form: sent }) => (isRight(sent) ? letIn : login),
});
