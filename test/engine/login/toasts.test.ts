import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

interface Toast {
  readonly name: string;
  readonly labels: readonly [user: string, password: string, button: string];
  readonly says: string;
  /** Shows `words` for a moment. */
  readonly show: string;
}

const TOASTS: readonly Toast[] = [
  {
    name: 'in an element that is added and taken away (it)',
    labels: ['Nome utente', 'Password', 'Accedi'],
    says: 'Nome utente o password non corretti.',
    show: `const t = document.createElement('div'); t.className = 'MuiSnackbar-root'; t.textContent = words; document.body.append(t); setTimeout(() => t.remove(), 60);`,
  },
  {
    name: 'in a live region that is emptied again (ru)',
    labels: ['Имя пользователя', 'Пароль', 'Войти'],
    says: 'Неверный логин или пароль.',
    show: `live.textContent = words; setTimeout(() => { live.textContent = '' }, 60);`,
  },
  {
    name: 'in a box that is only laid over the page (hu)',
    labels: ['Felhasználónév', 'Jelszó', 'Bejelentkezés'],
    says: 'Hibás felhasználónév vagy jelszó.',
    show: `const t = document.createElement('aside'); t.style.cssText = 'position:fixed;top:0;right:0;opacity:0;transition:opacity 50ms'; t.innerHTML = '<b>' + words + '</b>'; document.body.append(t); requestAnimationFrame(() => { t.style.opacity = 1 }); setTimeout(() => t.remove(), 150);`,
  },
  {
    name: 'in a component of its own (pt)',
    labels: ['Usuário', 'Senha', 'Entrar'],
    says: 'Usuário ou senha inválidos.',
    show: `const t = document.createElement('x-toast'); const r = t.attachShadow({ mode: 'open' }); document.body.append(t); setTimeout(() => { r.innerHTML = '<p role="alert">' + words + '</p>'; setTimeout(() => t.remove(), 60) }, 20);`,
  },
];

const site =
  ({ labels: [user, password, button], says, show }: Toast, right = '') =>
  ({ path, form, cookies }: Visit): Answer | undefined => {
    if (path === '/api') {
      const isRight = form?.get('p') === right;
      return { body: String(isRight), script: true, cookies: isRight ? ['s=in'] : [] };
    }
    if (path !== '/') return undefined;
    return cookies.get('s') === 'in'
      ? '<h1>4711</h1><a href="/logout">Logout</a>'
      : `<form id="f"><label>${user} <input name="u"></label><label>${password} <input name="p" type="password"></label><p hidden id="need">!</p><button>${button}</button></form><div id="live" aria-live="polite"></div>
<script>const words = ${JSON.stringify(says)};
f.p.onfocus = () => { live.textContent = words; setTimeout(() => { live.textContent = '' }, 5) };
f.onsubmit = async (e) => { e.preventDefault(); const said = await (await fetch('/api', { method: 'POST', body: new URLSearchParams(new FormData(f)) })).text();
  if (said === 'true') return void (location.href = '/'); f.reset(); ${show} };</script>`;
  };

describe('a no that vanishes within a moment', () => {
  it.for(variants(1, TOASTS))('is read: $name', (toast) =>
    onFlow(pages, site(toast), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came).toMatchObject({ kind: 'refused', website_error: toast.says });
      expect(posts).toHaveLength(1);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it('refuses nothing where it was shown before the form was sent', () =>
    onFlow(pages, site(TOASTS[0] as Toast, 'a good passphrase'), async (b) => {
      expect((await toTheEnd(b)).came).toMatchObject({ kind: 'saved' });
    }));
});
