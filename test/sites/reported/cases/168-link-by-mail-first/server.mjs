// A link by mail is offered first. The stored password is what it goes on with.
import { alert, form, html, isRight, letIn, site, usual } from '../../kit.mjs';

site({
  ...usual({
    page: () =>
      html(
        'Inloggen',
        '<h1>Inloggen</h1><form method=post action=/magic><label>E-mailadres <input name=email type=email></label><button>Stuur mij een inloglink</button></form><p>of <a href=/pw>log in met wachtwoord</a></p>',
        '',
        'nl',
      ),
  }),
  'GET /pw': () => form('', { title: 'Inloggen', name: 'Gebruikersnaam', word: 'Wachtwoord', lang: 'nl' }),
  'POST /login': ({ form: f }) =>
    isRight(f)
      ? letIn
      : form(alert('Onjuiste gebruikersnaam of wachtwoord.'), {
          title: 'Inloggen',
          name: 'Gebruikersnaam',
          word: 'Wachtwoord',
          lang: 'nl',
        }),
  'POST /magic': () => html('Mail', '<h1>Controleer je mail</h1>'),
});
