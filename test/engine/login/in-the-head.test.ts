import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { letIn, members } from '../../sites/flows/members.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { PASSWORD, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

/** A shop whose login opens when something in its head is pressed, in a box of its own. */
const shop =
  (lang: string, search: string, opener: string, box: string, words: readonly [string, string, string]) =>
  (visit: Visit): Answer | undefined => {
    const [name, password, send] = words;
    if (visit.path === '/in') return letIn;
    if (visit.path !== '/') return members(visit);
    const form = `<form method="post" action="/in"><label>${name} <input name="n"></label><label>${password} <input name="p" type="password"></label><button>${send}</button></form>`;
    return `<html lang="${lang}"><body><header><a href="/">Shop</a>${search}${opener}</header><main>${[
      'A',
      'B',
      'C',
      'D',
      'E',
      'F',
    ]
      .map((one) => `<article><a href="/#${one}">${one}</a> 12.90 <button type="button">+</button></article>`)
      .join('')}</main><div id="over"></div><script>
      document.querySelector('#open').onclick = (event) => { event.preventDefault(); document.querySelector('#over').innerHTML = ${JSON.stringify(box.replace('FORM', form))}; };
    </script></body></html>`;
  };

const OVER = 'position:fixed;inset:0;background:#fff;z-index:9';
const SHOPS: readonly (readonly [string, (visit: Visit) => Answer | undefined])[] = [
  [
    'a box over the page (Portuguese)',
    shop(
      'pt',
      '<form role="search"><input name="busca" placeholder="O que você está procurando?"></form>',
      '<button id="open"><svg width="9" height="9"></svg> Entrar</button>',
      `<div role="dialog" aria-modal="true" style="${OVER}">FORM</div>`,
      ['E-mail', 'Senha', 'Entrar'],
    ),
  ],
  [
    'a drawer (Spanish)',
    shop(
      'es',
      '<input placeholder="¿Qué buscas hoy?">',
      '<a id="open" href="#">Iniciar sesión o registrarse</a>',
      '<aside style="position:fixed;top:0;right:0;bottom:0;width:320px;background:#fff">FORM</aside>',
      ['Correo electrónico', 'Contraseña', 'Iniciar sesión'],
    ),
  ],
  [
    'a pull-down behind a picture (German)',
    shop(
      'de',
      '<form action="/suche"><input name="q" placeholder="Was suchst du?"></form>',
      '<button id="open" aria-haspopup="true" aria-label="Mein Konto"><svg width="20" height="20"></svg></button>',
      '<div style="position:absolute;top:30px;right:0;background:#fff">FORM</div>',
      ['Benutzername', 'Passwort', 'Anmelden'],
    ),
  ],
  [
    'a part of the page (Korean)',
    shop(
      'ko',
      '<form action="/s"><input name="q" placeholder="무엇을 찾으세요?"></form>',
      '<div id="open" class="btn" style="cursor:pointer">로그인</div>',
      '<section>FORM</section>',
      ['아이디', '비밀번호', '로그인'],
    ),
  ],
];

describe('a login that is behind a button in the head of a shop', () => {
  it.each(variants(1, SHOPS))('opens %s', (_, answer) =>
    onFlow(pages, answer, async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
      expect(posts.map(({ fields }) => fields)).toEqual([{ n: 'ada', p: PASSWORD }]);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});
