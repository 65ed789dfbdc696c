import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const SEND = `const send = async (body) => { const answer = await fetch('/in', { method: 'POST', body: new URLSearchParams(body) }); if (answer.ok) location.href = '/'; };`;

/** A component with a shadow root, whose list stands there hidden (Swedish). */
const COMPONENT = `<h1>Logga in</h1><vk-login></vk-login><script>${SEND}
customElements.define('vk-login', class extends HTMLElement { connectedCallback() {
  const root = this.attachShadow({ mode: 'open' });
  root.innerHTML = '<p><span id="l">Organisation</span> <button type="button" id="b" aria-haspopup="listbox" aria-labelledby="l b">Välj…</button></p><div role="listbox" hidden><div role="option">Region Väst</div><div role="option">Region Nord</div></div><p><label>Användarnamn <input id="u"></label></p><p><label>Lösenord <input id="p" type="password"></label></p><button type="button" id="go">Logga in</button>';
  const list = root.querySelector('[role=listbox]'), opens = root.getElementById('b');
  let chosen = '';
  opens.onclick = () => { list.hidden = !list.hidden; };
  for (const one of list.children) one.onclick = () => { chosen = opens.textContent = one.textContent; list.hidden = true; };
  root.getElementById('go').onclick = () => { if (chosen) send({ company: chosen, u: root.getElementById('u').value, p: root.getElementById('p').value }); };
} });</script>`;

/** A box with a role, whose list comes into the page when it is opened, somewhere else (French). */
const COMING = `<main><h1>Connexion</h1><form><div><label id="l">Établissement</label><div role="combobox" tabindex="0" aria-labelledby="l" aria-expanded="false" style="cursor:pointer">Choisir…</div></div>
<p><label>Identifiant <input name="u"></label></p><p><label>Mot de passe <input name="p" type="password"></label></p><button>Se connecter</button></form></main><script>${SEND}
const box = document.querySelector('[role=combobox]'), form = document.querySelector('form');
let chosen = '';
box.onclick = () => { const list = document.createElement('ul'); list.setAttribute('role', 'listbox'); list.innerHTML = '<li role="option">Lycée Est</li><li role="option">Lycée Ouest</li>';
  list.style.cssText = 'position:absolute;top:0;right:0;background:#fff'; document.body.append(list);
  for (const one of list.children) one.onclick = () => { chosen = box.textContent = one.textContent; list.remove(); }; };
form.onsubmit = (event) => { event.preventDefault(); if (chosen) send({ company: chosen, u: form.u.value, p: form.p.value }); };</script>`;

/** Radio buttons of which only the labels are drawn (Portuguese). */
const RADIOS = `<h1>Entrar</h1><form><fieldset><legend>Perfil</legend>${['Aluno', 'Professor']
  .map(
    (one) =>
      `<input type="radio" name="company" value="${one}" id="${one}" required style="position:absolute;opacity:0"><label for="${one}">${one}</label>`,
  )
  .join(
    '',
  )}</fieldset><p><label>Usuário <input name="u"></label></p><p><label>Senha <input name="p" type="password"></label></p><button>Entrar</button></form>
<script>${SEND} document.querySelector('form').onsubmit = (event) => { event.preventDefault(); send(Object.fromEntries(new FormData(event.target))); };</script>`;

const site =
  (page: string, company: string) =>
  ({ path, form, cookies }: Visit): Answer | undefined => {
    const isRight =
      form?.get('company') === company && form.get('u') === 'ada' && form.get('p') === 'a good passphrase';
    if (path === '/in') return isRight ? { body: 'ok', cookies: ['s=in'] } : { status: 401, body: 'no' };
    if (path !== '/') return undefined;
    return cookies.get('s') === 'in' ? '<h1>Ada</h1><a href="/logout">Log out</a>' : page;
  };

describe('a list of the site’s own beside a login', () => {
  it.each(
    variants(1, [
      ['in a component', COMPONENT, 'organisation', 'Region Nord', ['Region Väst', 'Region Nord']],
      ['of radio buttons', RADIOS, 'perfil', 'Professor', ['Aluno', 'Professor']],
      ['that comes when it is opened', COMING, 'etablissement', 'Lycée Ouest', null],
    ] as const),
  )('is asked for, and chosen in (%s)', (_, page, name, company, offers) =>
    onFlow(pages, site(page, company), async (b, { posts }) => {
      const { page: handle, outcome } = await b.open();
      const seen = inputOf(outcome);
      expect(fieldNames(seen)).toEqual([name, 'username', 'password']);
      expect(seen.fields[0]).toMatchObject({ required: true });
      expect(seen.fields[0]?.options?.map(({ label }) => label) ?? null).toEqual(offers);
      const done = await b.fill(handle, seen, { [name]: company, username: 'ada', password: 'a good passphrase' });
      expect(done).toMatchObject({ kind: 'authenticated' });
      expect(posts).toEqual([{ path: '/in', fields: { company, u: 'ada', p: 'a good passphrase' } }]);
      await b.activities.closePage({ ...b.ref, page: handle });
    }),
  );

  it('takes no value that it does not offer, and nothing is sent', () =>
    onFlow(pages, site(RADIOS, 'Professor'), async (b, { posts }) => {
      const { page: handle, outcome } = await b.open();
      const values = { perfil: 'Reitor', username: 'ada', password: 'a good passphrase' };
      const done = await b.fill(handle, inputOf(outcome), values);
      expect(done).toMatchObject({ kind: 'failed', code: 'value_not_taken' });
      expect(posts).toEqual([]);
    }));
});

describe('a list of domains beside an address', () => {
  const page = `<h1>로그인</h1><form method="post" action="/in"><p><input name="u" aria-label="이메일 아이디"> @ <select name="company"><option>mail.example</option><option>posta.example</option></select></p>
<p><label>비밀번호 <input name="p" type="password"></label></p><button>로그인</button></form>`;

  it('is set to the end of the address, whose beginning is typed', () =>
    onFlow(pages, site(page, 'posta.example'), async (b, { posts }) => {
      const { page: handle, outcome } = await b.open();
      const seen = inputOf(outcome);
      const [email, domain, password] = fieldNames(seen) as [string, string, string];
      expect(seen.fields[1]).toMatchObject({ required: true });
      const values = { [email]: 'ada@posta.example', [domain]: 'posta.example', [password]: 'a good passphrase' };
      await b.fill(handle, seen, values);
      expect(posts).toEqual([{ path: '/in', fields: { company: 'posta.example', u: 'ada', p: 'a good passphrase' } }]);
    }));
});
