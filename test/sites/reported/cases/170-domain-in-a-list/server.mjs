// The stored domain is chosen from a list whose label calls it otherwise.
import { alert, html, isRight, site, usual } from '../../kit.mjs';

const page = (w = '') =>
  html(
    'Вход',
    `${w}<form method=post action=/login><p>Пользователь: <input name=username></p><p>Пароль: <input type=password name=password></p><p>Домен: <select name=d><option>HQ</option><option>FILIAL</option></select></p><button>ОК</button></form>`,
    '',
    'ru',
  );
site({
  ...usual({ page, right: (f) => isRight(f) && f.d === 'FILIAL', no: alert('Неверное имя пользователя или пароль.') }),
});
