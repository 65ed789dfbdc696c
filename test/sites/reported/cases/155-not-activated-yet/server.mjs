// After right values the site says that the account is not confirmed yet.
import { account, form, home, isRight, site } from '../../kit.mjs';

site({
  '/': home,
  '/account': account,
  'GET /login': () => form('', { title: 'Kirjaudu', name: 'Käyttäjätunnus', word: 'Salasana', lang: 'fi' }),
  'POST /login': ({ form: f }) =>
    form(
      isRight(f)
        ? '<div class="notice error">Käyttäjätiliäsi ei ole vielä vahvistettu. Tarkista sähköpostisi.</div>'
        : '<div class="notice error">' + 'Väärä käyttäjätunnus tai salasana.' + '</div>',
      { title: 'Kirjaudu', name: 'Käyttäjätunnus', word: 'Salasana', lang: 'fi' },
    ),
});
