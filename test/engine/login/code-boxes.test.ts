import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { letsIn } from '../../sites/flows/by-script.js';
import { letIn } from '../../sites/flows/members.js';
import { variants } from '../../support/variants.js';
import { form, PASSWORD, USER } from './fill-once.js';
import { fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

describe('a code', () => {
  const STYLE = `<style>.otp{position:relative;display:flex;gap:8px;width:340px}.otp i{width:46px;height:52px;border:1px solid #888}
    .otp input{position:absolute;inset:0;width:100%;height:52px;opacity:0;margin:0}</style>`;
  const drawn = '<i></i>'.repeat(6);
  const draw = `const boxes = [...document.querySelectorAll('.otp i')];
    const show = (code) => boxes.forEach((box, n) => { box.textContent = code[n] ?? ''; });`;
  const box = (n: number): string =>
    `<input class="box" aria-label="Chiffre ${n}" inputmode="numeric" style="width:2em" ${n === 1 ? 'maxlength="6"' : 'maxlength="1"'}>`;
  const SEND_CODE = `function sendCode(code) {
    setTimeout(async () => { await fetch('/code', { method: 'POST', body: new URLSearchParams({ code }), redirect: 'manual' }); location.href = '/members'; }, 0);
  }`;
  const codeForm = (inside: string, words: string): string =>
    `<h1>2FA</h1><p>${words}</p><form method="post" action="/code">${inside}<button>OK</button></form>`;

  it.each(
    variants(1, [
      [
        'in a transparent field over drawn boxes',
        codeForm(
          `${STYLE}<div class="otp">${drawn}<input name="code" maxlength="6" inputmode="numeric" autocomplete="one-time-code"></div>
         <script>${draw} document.querySelector('[name=code]').oninput = (event) => show(event.target.value);</script>`,
          'Wprowadź 6-cyfrowy kod z aplikacji uwierzytelniającej.',
        ),
      ],
      [
        'in a transparent field under drawn boxes',
        codeForm(
          `${STYLE}<style>.otp i{z-index:1;pointer-events:none;background:#fff}</style>
         <div class="otp"><input name="code" maxlength="6" inputmode="numeric" aria-label="Kod">${drawn}</div>
         <script>${draw} document.querySelector('[name=code]').oninput = (event) => show(event.target.value);</script>`,
          'Gib den 6-stelligen Code aus deiner Authenticator-App ein.',
        ),
      ],
      [
        'that the drawn boxes keep themselves',
        codeForm(
          `${STYLE}<div class="otp">${drawn}<input id="in" inputmode="numeric" autocomplete="one-time-code" aria-label="Code"></div><input type="hidden" name="code">
         <script>${draw} let code = ''; document.getElementById('in').oninput = (event) => { code += event.target.value; event.target.value = ''; show(code);
           document.querySelector('[name=code]').value = code; };</script>`,
          "Saisissez le code à 6 chiffres de votre application d'authentification.",
        ),
      ],
      [
        'whose first box takes all and spreads it',
        codeForm(
          `<input type="hidden" name="code">${[1, 2, 3, 4, 5, 6].map(box).join('')}
         <script>const boxes = [...document.querySelectorAll('.box')];
         boxes[0].oninput = () => { if (boxes[0].value.length === 6) [...boxes[0].value].forEach((digit, n) => { boxes[n].value = digit; }); };
         addEventListener('input', () => { document.querySelector('[name=code]').value = boxes.map(({ value }) => value).join(''); });</script>`,
          "Saisissez le code à 6 chiffres de votre application d'authentification.",
        ),
      ],
      [
        'whose first box takes all, but spreads nothing',
        codeForm(
          `<input type="hidden" name="code">${[1, 2, 3, 4, 5, 6].map(box).join('')}
         <script>const boxes = [...document.querySelectorAll('.box')];
         addEventListener('input', () => { document.querySelector('[name=code]').value = boxes.map(({ value }) => value).join(''); });</script>`,
          'Introduce el código de 6 dígitos de tu aplicación de autenticación.',
        ),
      ],
      [
        'in boxes that send it with the last digit, and empty themselves',
        codeForm(
          `<script>${SEND_CODE}</script>${[1, 2, 3, 4, 5, 6].map((n) => box(n).replace('maxlength="6"', 'maxlength="1"')).join('')}
         <script>const boxes = [...document.querySelectorAll('.box')];
         boxes.forEach((one, n) => { one.oninput = () => { boxes[n + 1]?.focus(); const code = boxes.map(({ value }) => value).join('');
           if (code.length === 6) { sendCode(code); boxes.forEach((each) => { each.value = ''; }); } }; });</script>`,
          'Ange den 6-siffriga koden från din autentiseringsapp.',
        ),
      ],
      [
        'in a field that sends it with the last digit, and empties itself',
        codeForm(
          `<script>${SEND_CODE}</script><input aria-label="Kode" inputmode="numeric" autocomplete="one-time-code"
           oninput="if (value.length === 6) { sendCode(value); value = ''; }">`,
          'Indtast den 6-cifrede kode fra din godkendelsesapp.',
        ),
      ],
    ]),
  )('%s goes in once and whole', (_, code) =>
    onFlow(
      pages,
      (visit) => {
        if (visit.path === '/')
          return form(
            '<label>User <input name="user"></label><label>Password <input name="pass" type="password"></label>',
            'Go',
            'Log in',
          );
        if (visit.path === '/password') return code;
        return visit.path === '/code' ? letIn : letsIn('')(visit);
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const asked = inputOf(await b.fill(page, inputOf(outcome), { username: USER, password: PASSWORD }));
        expect(asked.fields).toMatchObject([{ role: 'code' }]);
        const result = await b.fill(page, asked, { [fieldNames(asked)[0] ?? '']: '940287' });
        expect(posts[1]?.fields).toMatchObject({ code: '940287' });
        expect(posts).toHaveLength(2);
        expect(result).toMatchObject({ kind: 'authenticated' });
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});
