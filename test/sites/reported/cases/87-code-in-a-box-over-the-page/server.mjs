// The home page is there after the password, under a box that asks for the code. Its buttons are elements of the site's own, their words stand in slots; the first one logs out.
import { alert, form, html, isCode, letIn, members, site, usual } from '../../kit.mjs';

const page = (words) => form(words, { title: 'Prijava', name: 'Uporabniško ime', word: 'Geslo', lang: 'sl' });
const boxed = html(
  'Skladišče',
  `<h1>Skladišče</h1><div role="dialog" aria-modal="true" aria-labelledby="t" style="position:fixed;inset:15% 25%;background:#fff;border:1px solid;padding:1em">
<h2 id="t">Še en korak</h2><p>Vnesite šest števk iz aplikacije za preverjanje.</p><p><label for="c">Koda za preverjanje</label><br><input id="c" inputmode="numeric" maxlength="6" autocomplete="one-time-code"></p><p id="m" role="alert"></p>
<footer><sk-gumb role="button" tabindex="0" id="leave">Prekliči</sk-gumb> <sk-gumb role="button" tabindex="0" id="go">Preveri</sk-gumb></footer></div>
<script>customElements.define('sk-gumb', class extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).innerHTML = '<style>:host{display:inline-block;padding:.4em 1em;border:1px solid;cursor:pointer}</style><div><span part="before"><slot name="before"></slot></span><span part="words"><slot></slot></span></div>';
  }
});
const post = (path, body) => fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).then((answer) => answer.json());
leave.onclick = async () => { await post('/odjava', {}); location.href = '/'; };
go.onclick = async () => { if ((await post('/koda', { koda: c.value })).ok) location.reload(); else m.textContent = 'Koda ni pravilna.'; };
c.onkeydown = (event) => { if (event.key === 'Enter') go.click(); };
c.focus();
</script>`,
  '',
  'sl',
);
site({
  ...usual({
    page,
    next: { to: '/', cookies: ['half=1; Path=/; HttpOnly'] },
    no: alert('Napačno uporabniško ime ali geslo.'),
  }),
  '/': ({ user, cookies }) => (user ? members('<p>Zobniki: 12</p>') : cookies.half ? boxed : { to: '/login' }),
  '/account': () => ({ to: '/' }),
  'POST /koda': ({ form: sent, cookies }) =>
    cookies.half && isCode(sent.koda) ? { json: { ok: true }, logIn: letIn.logIn } : { json: { ok: false } },
  'POST /odjava': () => ({ json: {}, cookies: ['half=; Path=/; Max-Age=0'] }),
});
