// The only page behind the login is a mailbox to add: nothing is typed there.
import { form, html, site, usual } from '../../kit.mjs';

const w = { title: 'Zaloguj się', name: 'Nazwa użytkownika', word: 'Hasło', lang: 'pl' };
site({
  ...usual({ page: (x = '') => form(x, w), no: '<p role="alert">Nieprawidłowa nazwa użytkownika lub hasło.</p>' }),
  '/account': ({ user }) =>
    user
      ? html(
          'Dodaj konto pocztowe',
          '<h1>Dodaj konto pocztowe</h1><form method=post action=/add><label>Serwer IMAP <input name=host></label><label>Użytkownik <input name=user></label><label>Hasło <input name=pass type=password></label><button>Dodaj</button></form>',
          '',
          'pl',
        )
      : { to: '/login' },
  'POST /add': () => html('x', '<p>added</p>'),
  '/logout': () => ({ to: '/login' }),
});
