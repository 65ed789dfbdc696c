// A page that asks for the age stands before the login page.
import { html, PASSWORD, site, usual } from '../../kit.mjs';

const gate = () =>
  html(
    'Vinoteka',
    '<h1>Ali ste starejši od 18 let?</h1><form method="post" action="/age"><button name="a" value="yes">Da, sem polnoleten</button> <button name="a" value="no">Ne</button></form>',
    '',
    'sl',
  );
const page = (w = '') =>
  html(
    'Prijava',
    `<h1>Prijava</h1>${w}<form method="post" action="/login"><p><label>E-pošta <input name="u"></label></p><p><label>Geslo <input name="p" type="password"></label></p><button>Prijava</button></form>`,
    '',
    'sl',
  );
site({
  ...usual({ page, right: (f) => f.u === 'anna@berg.example' && f.p === PASSWORD }),
  'GET /login': ({ cookies }) => (cookies.age ? page() : gate()),
  'POST /age': ({ form }) =>
    form.a === 'yes' ? { to: '/login', cookies: ['age=1; Path=/'] } : { body: html('Ne', '<h1>Nimate dostopa</h1>') },
});
