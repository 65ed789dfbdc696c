// The site makes its users enrol: a picture that is drawn by a script, and a field that is not called a code.
import { HALF, html, isRight, site } from '../../kit.mjs';

const page = (w = '') =>
  html(
    'Přihlášení',
    '<h1>Přihlášení</h1>' +
      w +
      '<form method="post" action="/login"><p><label for="u">Uživatel</label><br><input id="u" name="username"></p><p><label for="p">Heslo</label><br><input id="p" name="password" type="password"></p><button>Přihlásit</button></form>',
    '',
    'cs',
  );
const en = html(
  'Zabezpečení',
  '<h1>Zapněte si druhý krok</h1><p>Načtěte obrázek v aplikaci a opište šest číslic, které ukáže.</p><canvas id="c" width="180" height="180"></canvas><form method="post" action="/druhy"><p><label>Číslice <input name="code" inputmode="numeric" maxlength="6"></label></p><button>Zapnout</button></form><script>const x=c.getContext("2d");for(let i=0;i<30;i++)for(let j=0;j<30;j++)if((i*7+j*13+i*j)%3)x.fillRect(i*6,j*6,6,6)</script>',
  '',
  'cs',
);
site({
  '/': ({ cookies }) => ({ to: cookies.half ? '/druhy' : '/login' }),
  '/account': ({ cookies }) => ({ to: cookies.half ? '/druhy' : '/login' }),
  '/login': () => page(),
  'GET /druhy': ({ cookies }) => (cookies.half ? en : { to: '/login' }),
  'POST /druhy': () => en,
  'POST /login': ({ form: f }) => (isRight(f) ? { to: '/druhy', cookies: [HALF] } : page('<p>Špatné heslo</p>')),
});
