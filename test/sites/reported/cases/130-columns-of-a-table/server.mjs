// Company code, name and password side by side: the row above says which is which.
import { alert, html, isRight, site, usual } from '../../kit.mjs';

const page = (w = '') =>
  html(
    'Belépés',
    `<h1>Vállalati belépés</h1>${w}<form method="post" action="/login"><table><tr><td>Cégkód</td><td>Felhasználó</td><td>Jelszó</td></tr><tr><td><input name="a"></td><td><input name="b"></td><td><input name="c" type="password"></td></tr><tr><td colspan="3"><button>Belépés</button></td></tr></table></form>`,
    '',
    'hu',
  );
site(
  usual({
    page,
    right: ({ a, b, c }) => a === 'HU-778' && isRight({ username: b, password: c }),
    no: alert('Hibás adatok.'),
  }),
);
