// The first page behind the login says how often somebody gave a wrong password before.
import { html, isRight, NAME, site } from '../../kit.mjs';

const page = (w = '') =>
  html(
    'Log ind',
    '<h1>Log ind</h1>' +
      w +
      '<form method="post" action="/login"><p><label for="u">Brugernavn</label><br><input id="u" name="username"></p><p><label for="p">Adgangskode</label><br><input id="p" name="password" type="password"></p><button>Log ind</button></form>',
    '',
    'da',
  );
site({
  '/': ({ user }) => (user ? { to: '/mit' } : { to: '/login' }),
  '/login': () => page(),
  '/mit': ({ user }) =>
    user
      ? html(
          'Mit',
          '<nav><a href="/konti">Konti</a><a href="/breve">Breve</a><a href="/aftaler">Aftaler</a></nav><h1>Overblik</h1><p class="alert" role="alert">2 mislykkede loginforsøg siden sidst: forkert adgangskode (12/3).</p><p>Saldo: 120 kr.</p>',
          '',
          'da',
        )
      : { to: '/login' },
  'POST /login': ({ form: f }) =>
    isRight(f) ? { to: '/mit', logIn: NAME } : page('<p class="alert">Forkert adgangskode.</p>'),
});
