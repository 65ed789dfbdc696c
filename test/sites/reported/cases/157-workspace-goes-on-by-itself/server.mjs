// The items of the list are no buttons, and lead on as soon as one is pressed.
import { alert, form, HALF, html, members, NAME, site, usual } from '../../kit.mjs';

const ws = () =>
  html(
    'Arbeitsbereich',
    '<h1>Arbeitsbereich wählen</h1><ul id=l><li data-w=a tabindex=0>Alpenblick GmbH</li><li data-w=n tabindex=0>Nordlicht AG</li><li data-w=s tabindex=0>Seestern KG</li></ul><style>#l li{cursor:pointer;padding:1em;border:1px solid #ccc;list-style:none}</style><script>l.addEventListener("click",async e=>{const w=e.target.closest("li")?.dataset.w;if(!w)return;await fetch("/ws",{method:"POST",body:new URLSearchParams({w})});location.href="/account"})</script>',
    '',
    'de',
  );
site({
  ...usual({
    page: (w = '') => form(w, { title: 'Anmelden', name: 'Benutzername', word: 'Passwort', lang: 'de' }),
    next: { to: '/ws', cookies: [HALF] },
    no: alert('Falsches Passwort.'),
  }),
  'GET /ws': ({ cookies }) => (cookies.half ? ws() : { to: '/login' }),
  'POST /ws': ({ form: f, cookies }) =>
    cookies.half && f.w === 'n' ? { json: { ok: 1 }, logIn: NAME } : { status: 403, json: {} },
  '/account': ({ user, cookies }) => (user ? members() : { to: cookies.half ? '/ws' : '/login' }),
});
