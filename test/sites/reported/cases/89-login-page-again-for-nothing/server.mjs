// The session's cookie is made out for another host, so that no browser keeps it: after the right password and the right code stands the login page again, without a word.
import { account, alert, begin, form, HALF, home, html, isCode, site, step, usual } from '../../kit.mjs';

const page = (words) => form(words, { title: 'Inloggen', name: 'Gebruikersnaam', word: 'Wachtwoord', lang: 'nl' });
const code = (words = '') =>
  html(
    'Inloggen',
    `<h1>Nog één stap</h1>${words}<p>Open de authenticator-app op je telefoon.</p><form method="post" action="/code">
<p><label for="c">Code van zes cijfers</label><br><input id="c" name="code" inputmode="numeric" maxlength="6" autocomplete="one-time-code"></p><button>Controleren</button></form>`,
    '',
    'nl',
  );
const lost = () => ({
  to: '/account',
  cookies: [`sid=${begin()}; Path=/; Domain=mijn.example; HttpOnly`, 'half=; Path=/; Max-Age=0'],
});
site({
  ...usual({ page, next: { to: '/code', cookies: [HALF] }, no: alert('Gebruikersnaam of wachtwoord is onjuist.') }),
  ...step('/code', code, () => false, alert('Deze code klopt niet.')),
  '/': home,
  '/account': account,
  'POST /code': ({ form: sent, cookies }) =>
    cookies.half && isCode(sent.code) ? lost() : code(alert('Deze code klopt niet.')),
});
