import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Outcome } from '../../../contract/steps.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import type { End, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const PIN = '480261';
const HOME = '<h1>Konto</h1><nav><a href="/logout">Log out</a></nav>';

/** Puts the digits in another order. */
const SHUFFLED = "const mix = () => [...'0123456789'].sort(() => Math.random() - 0.5);";

interface Pad {
  readonly name: string;
  readonly first: string;
  /** Of a page that follows the name. */
  readonly second?: string;
}

const PADS: readonly Pad[] = [
  {
    name: 'buttons that are shuffled after each press, by the same elements (de)',
    first: `<h1>Anmelden</h1><form method="post" action="/login"><label>Kundennummer <input name="user"></label><p>PIN <b id="dots"></b></p>
<input type="hidden" name="pin"><div id="pad">${'<button type="button"></button>'.repeat(10)}</div><button type="button" id="c">Löschen</button><button>Anmelden</button></form>
<script>${SHUFFLED}
const keys = [...document.querySelectorAll('#pad button')], pin = document.querySelector('[name=pin]');
const lay = () => { const d = mix(); keys.forEach((k, i) => { k.textContent = d[i] }) };
keys.forEach((k) => { k.onclick = () => { pin.value += k.textContent; dots.textContent = '•'.repeat(pin.value.length); lay() } });
c.onclick = () => { pin.value = ''; dots.textContent = '' }; lay();</script>`,
  },
  {
    name: 'pictures with a text, new ones from the server after each press, taken as the button goes down (fr)',
    first: `<form id="f"><label>Identifiant <input name="user"></label><button>Continuer</button></form>
<script>f.onsubmit = (e) => { e.preventDefault(); sessionStorage.u = f.user.value; location.href = '/pin' }</script>`,
    second: `<h1>Saisissez votre code confidentiel</h1><ul id="pad" style="list-style:none"></ul><p id="n">0 / 6</p>
<script>${SHUFFLED}
let pin = ''; const dot = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const lay = async () => { await fetch('/pad'); pad.replaceChildren(...mix().map((d) => { const li = document.createElement('li');
  const img = new Image(40, 40); img.src = dot; img.alt = 'chiffre ' + d; img.onmousedown = () => press(d); li.append(img); return li })) };
const press = (d) => { pin += d; n.textContent = pin.length + ' / 6'; if (pin.length < 6) return void lay();
  const g = document.createElement('form'); g.method = 'post'; g.action = '/login'; g.innerHTML = '<input name=user><input name=pin>';
  g.user.value = sessionStorage.u; g.pin.value = pin; document.body.append(g); g.submit() };
lay();</script>`,
  },
  {
    name: 'keys in shadow roots with slots, beside a field that can only be read (pt)',
    first: `<h1>Entrar</h1><form method="post" action="/login"><label>CPF <input name="user"></label><label>Senha <input name="pin" type="password" readonly></label>
<div id="pad"></div><button>Entrar</button></form>
<script>${SHUFFLED}
customElements.define('x-key', class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = '<button type="button"><slot></slot></button>';
  this.onclick = () => { document.forms[0].pin.value += this.textContent } } });
pad.append(...mix().map((d) => { const k = document.createElement('x-key'); k.textContent = d; return k }));</script>`,
  },
  {
    name: 'plain boxes with digits of another script (ar)',
    first: `<h1>تسجيل الدخول</h1><form id="f"><label>اسم المستخدم <input name="user"></label><p>كلمة المرور</p><div id="pad"></div><output id="o"></output><button>تسجيل الدخول</button></form>
<script>${SHUFFLED}
let pin = '';
pad.append(...mix().map((d) => { const k = document.createElement('span'); k.textContent = String.fromCharCode(0x660 + Number(d)); k.style.cssText = 'display:inline-block;width:40px;cursor:pointer'; return k }));
pad.addEventListener('click', (e) => { if (e.target !== pad) { pin += e.target.textContent.charCodeAt(0) - 0x660; o.textContent = '*'.repeat(pin.length) } });
f.onsubmit = async (e) => { e.preventDefault(); await fetch('/login', { method: 'POST', body: new URLSearchParams({ user: f.user.value, pin }) }); location.href = '/' };</script>`,
  },
  {
    name: 'apart from the form, which holds a field that can only be read (tr)',
    first: `<header><form action="/ara"><input type="search" name="q" aria-label="Ara"><button>Ara</button></form></header><main><h1>İnternet şubesi</h1>
<form method="post" action="/login"><label>Kullanıcı adı <input name="user"></label><label>Şifre <input name="pin" type="password" readonly></label><button>Giriş yap</button></form></main>
<div style="position:fixed;right:9px;bottom:9px" id="pad"></div><script>${SHUFFLED}
pad.append(...mix().map((d) => { const k = document.createElement('span'); k.textContent = d; k.style.cssText = 'display:inline-block;width:40px;cursor:pointer'; return k }));
pad.onclick = (e) => { if (e.target !== pad) document.querySelector('[name=pin]').value += e.target.textContent };</script>`,
  },
  {
    name: 'apart from the form, which hides what is pressed (es)',
    first: `<h1>Banca en línea</h1><form method="post" action="/login"><label>Usuario <input name="user"></label><p>Clave secreta: <output id="o"></output></p><input type="hidden" name="pin"><button>Entrar</button></form>
<section id="pad" aria-label="Teclado para la clave"></section><script>${SHUFFLED}
pad.append(...mix().map((d) => { const k = document.createElement('button'); k.textContent = d; k.onclick = () => { document.querySelector('[name=pin]').value += d; o.textContent += '•' }; return k }));</script>`,
  },
  {
    name: 'beside the form of a second page, in a table (ru)',
    first: `<form id="f"><label>Логин <input name="user"></label><button>Продолжить</button></form>
<script>f.onsubmit = (e) => { e.preventDefault(); sessionStorage.u = f.user.value; location.href = '/pin' }</script>`,
    second: `<div><h1>Введите ПИН-код</h1><form method="post" action="/login"><input type="hidden" name="user"><input type="password" readonly name="pin" aria-label="ПИН-код"><button>Войти</button></form></div>
<table id="pad"></table><script>${SHUFFLED}
document.querySelector('[name=user]').value = sessionStorage.u;
pad.innerHTML = '<tr>' + mix().map((d) => '<td><button type="button">' + d + '</button></td>').join('') + '</tr>';
pad.onclick = (e) => { if (e.target.localName === 'button') document.querySelector('[name=pin]').value += e.target.textContent };</script>`,
  },
  {
    name: 'keys that stand for either of two digits (pt)',
    first: `<h1>Acesse sua conta</h1><form method="post" action="/login"><label>CPF <input name="user"></label><label>Senha <input type="password" readonly></label>
<input type="hidden" name="pin"><div id="pad" role="group" aria-label="Teclado virtual"></div><button>Entrar</button></form>
<script>${SHUFFLED}
const d = mix(), secret = '${PIN}'; let pressed = [];
pad.append(...[0, 2, 4, 6, 8].map((n) => { const k = document.createElement('button'); k.type = 'button'; k.textContent = d[n] + ' ou ' + d[n + 1];
  k.onclick = () => { pressed.push(d[n] + d[n + 1]); document.querySelector('[readonly]').value += '*';
    document.forms[0].pin.value = pressed.every((two, at) => two.includes(secret[at])) ? secret.slice(0, pressed.length) : 'other' }; return k }));</script>`,
  },
];

const answering =
  ({ first, second = '' }: Pad) =>
  ({ path, form, cookies }: Visit): Answer | undefined => {
    const isIn = cookies.get('s') === 'in';
    if (path === '/login' && form !== null) {
      const isRight = form.get('user') === 'ada' && form.get('pin') === PIN;
      return isRight ? { to: '/', cookies: ['s=in'] } : `<p role="alert">Non.</p>${first}`;
    }
    if (path === '/pad') return '';
    if (path === '/pin') return second;
    return path === '/' ? (isIn ? HOME : first) : undefined;
  };

/** Answers what is asked with the name, or with the PIN. */
async function logIn(b: Parameters<typeof toTheEnd>[0]): Promise<End['came']> {
  const { page, outcome } = await b.open();
  let came: Outcome = outcome;
  for (let n = 0; n < 2 && came.kind === 'input'; n++) {
    const seen = inputOf(came);
    const values = seen.fields.map(({ name, role }): [string, string] => [name, role === 'identifier' ? 'ada' : PIN]);
    came = (await b.fill(page, seen, Object.fromEntries(values))) as Outcome;
  }
  if (came.kind === 'authenticated') return b.activities.saveSession({ ...b.ref, page });
  await b.activities.closePage({ ...b.ref, page });
  return came;
}

describe('a keypad that the page draws', () => {
  it.for(variants(3, PADS))('is pressed: $name', (pad) =>
    onFlow(pages, answering(pad), async (b, { posts }) => {
      expect(await logIn(b)).toMatchObject({ kind: 'saved' });
      expect(posts.filter(({ path }) => path === '/login')).toEqual([
        { path: '/login', fields: { user: 'ada', pin: PIN } },
      ]);
    }),
  );

  it('presses nothing of a value that has other characters than digits, and asks again', () =>
    onFlow(pages, answering(PADS[0] as Pad), async (b, { posts }) => {
      const { page, outcome } = await b.open();
      const seen = inputOf(outcome);
      expect(seen.fields.map(({ name, type }) => [name, type])).toEqual([
        ['username', 'text'],
        ['password', 'password'],
      ]);
      expect(await b.fill(page, seen, { username: 'ada', password: '48o261' })).toEqual({
        kind: 'empty',
        fields: ['password'],
      });
      expect(posts).toEqual([]);
    }));

  it('sends nothing where the page does not show that it took a press, or takes fewer', async () => {
    const keys = [...'0123456789'].map((digit) => `<button type="button">${digit}</button>`).join('');
    const form = (script: string): string =>
      `<h1>Logowanie</h1><form method="post" action="/login"><label>Login <input name="user"></label><p>PIN</p><input type="hidden" name="pin"><div>${keys}</div><button>Zaloguj</button></form>${script}`;
    const short = `<script>document.querySelectorAll('div button').forEach((k) => { k.onclick = () => { const { pin } = document.forms[0]; if (pin.value.length < 4) pin.value += k.textContent } })</script>`;
    for (const [script, code] of [
      ['', 'element_not_found'],
      [short, 'value_too_long'],
      [short.replace('pin.value +=', "fetch('/pad', { method: 'POST' }), pin.value +="), 'value_too_long'],
    ] as const)
      await onFlow(pages, answering({ name: '', first: form(script) }), async (b, { posts }) => {
        expect(await logIn(b)).toMatchObject({ kind: 'failed', code });
        expect(posts.filter(({ path }) => path === '/login')).toEqual([]);
      });
  });

  it('ends with the words of a page whose digits are pictures, also after the name', async () => {
    const key = '<button type="button" class="k"><svg width="40" height="40"><path d="M9 9h20v20z"/></svg></button>';
    const pictures = `<form method="post" action="/login"><h2>Şifrenizi tuşlayın</h2><input type="hidden" name="pin">${key.repeat(10)}</form>`;
    const drawn = `<h1>Inserisci il PIN</h1><form method="post" action="/login"><input type="hidden" name="pin"><canvas width="240" height="320"></canvas></form>`;
    for (const second of [pictures, drawn])
      await onFlow(pages, answering({ ...(PADS[1] as Pad), second }), async (b, { posts }) => {
        expect(await logIn(b)).toMatchObject({
          kind: 'failed',
          code: 'unsupported_auth_method',
          website_error: expect.stringMatching(/PIN|Şifre/),
        });
        expect(posts).toEqual([]);
        expect(b.vault.trace.map(({ reason }) => reason)).toContain('keys_unreadable');
      });
  });
});
