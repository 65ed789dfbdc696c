// The list sends its form as soon as something is chosen.
import { alert, form, HALF, html, letIn, members, site, usual } from '../../kit.mjs';

const ws = () =>
  html(
    'Agence',
    '<h1>Choisissez votre agence</h1><form id=f method=post action=/ws><label for=w>Agence</label><select id=w name=w onchange="f.submit()"><option value="">-</option><option value=p>Paris</option><option value=l>Lyon</option></select></form>',
    '',
    'fr',
  );
site({
  ...usual({
    page: (w = '') => form(w, { title: 'Connexion', name: 'Identifiant', word: 'Mot de passe', lang: 'fr' }),
    next: { to: '/ws', cookies: [HALF] },
    no: alert('Identifiants incorrects.'),
  }),
  'GET /ws': ({ cookies }) => (cookies.half ? ws() : { to: '/login' }),
  'POST /ws': ({ form: f, cookies }) => (cookies.half && f.w === 'l' ? letIn : ws()),
  '/account': ({ user, cookies }) => (user ? members() : { to: cookies.half ? '/ws' : '/login' }),
});
