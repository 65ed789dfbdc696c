// Who comes for the first time is welcomed back by another's name.
import { account, form, home, html, isRight, letIn, site } from '../../kit.mjs';

const words = { title: 'Anmelden', name: 'Benutzername', word: 'Kennwort', action: '/pw', lang: 'de' };
const another = html(
  'Willkommen zurück',
  `<h1>Willkommen zurück, Karl Weber</h1><form method="post" action="/pw"><input type="hidden" name="username" value="k.weber">
<label>Kennwort <input name="password" type="password"></label><button>Anmelden</button></form><a href="/login?other=1">Nicht Sie? Anderes Konto verwenden</a>`,
  '',
  'de',
);
site({
  '/': home,
  '/account': account,
  '/login': ({ query }) => (query.has('other') ? form('', words) : another),
  'POST /pw': ({ form: sent }) => (isRight(sent) ? letIn : form('<p>Benutzername oder Kennwort falsch.</p>', words)),
});
