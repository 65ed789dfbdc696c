// The page opens its dialog and leaves aria-hidden on it.
import { html, site, usual } from '../../kit.mjs';

const page = (words = '') =>
  html(
    'Obchod',
    `<div id="app" aria-hidden="true"><p>Obchod</p></div><div role="dialog" aria-hidden="true" style="position:fixed;top:50px;left:50px;background:#fff;padding:20px"><h3>Přihlášení</h3>${words}<form method="post" action="/login">
<input name="username" placeholder="E-mail nebo jméno"><input name="password" type="password" placeholder="Heslo"><button>Přihlásit se</button></form></div>`,
    '',
    'cs',
  );
site(usual({ page, no: '<p>Špatné jméno nebo heslo.</p>' }));
