// Languages first; their addresses tell nothing.
import { form, html, site, usual } from '../../kit.mjs';

site({
  ...usual({ page: (w = '') => form(w) }),
  '/': ({ user, cookies }) =>
    user
      ? { to: '/account' }
      : cookies.l
        ? { to: '/login' }
        : html(
            'Hotel',
            '<div><img src="/x.png" alt="Hotel"><p>Please select / Bitte wählen / Choisissez</p></div><p><a href="/set?l=de">Deutsch</a> · <a href="/set?l=fr">Français</a> · <a href="/set?l=en">English</a></p>',
          ),
  '/set': ({ query }) => ({ to: '/login', cookies: [`l=${query.get('l')}; Path=/`] }),
});
