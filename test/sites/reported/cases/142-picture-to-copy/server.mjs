// A picture to copy stands beside the password; its field is called "code".
import { form, site, usual } from '../../kit.mjs';

const PICTURE = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const more = `<table><tr><td><img src="${PICTURE}" width="120" height="40" alt=""></td><td><label for="k">Kód</label> <input id="k" name="kod" size="6"></td><td><a href="#">Jiný obrázek</a></td></tr></table>`;
site(
  usual({
    page: () => form('', { title: 'Přihlášení', name: 'Jméno', word: 'Heslo', lang: 'cs', more }),
    right: () => false,
  }),
);
