// After a wrong password the form comes back with a picture to copy.
import { form, site, usual } from '../../kit.mjs';

const PICTURE = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const more = `<dl><dt><label for="c">Код подтверждения:</label><br>Введите код в точности так, как вы его видите</dt><dd><img src="${PICTURE}" width="120" height="40" alt="Код подтверждения"><input id="c" name="confirm_code"></dd></dl>`;
const words = { title: 'Вход', name: 'Имя пользователя', word: 'Пароль', lang: 'ru' };
site(
  usual({
    page: (no) => form(no, no ? { ...words, more } : words),
    no: '<div class="error">Вы указали неверный пароль.</div>',
  }),
);
