/** A page that shows one way in, and has another one, with a password, under a tab. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { variants } from '../../support/variants.js';
import { ANSWER, inputOf, store, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const TWO_WAYS = [
  [
    'he',
    'קוד חד פעמי לנייד',
    'כניסה עם סיסמה',
    'מספר טלפון נייד',
    'tel',
    'מספר תעודת זהות',
    'סיסמה',
    'שלחו לי קוד',
    'כניסה',
  ],
  [
    'de',
    'Link per E-Mail',
    'Mit Passwort',
    'E-Mail-Adresse',
    'email',
    'Kundennummer',
    'Passwort',
    'Weiter',
    'Anmelden',
  ],
  [
    'es',
    'Código por SMS',
    'Con contraseña',
    'Teléfono móvil',
    'tel',
    'Número de socio',
    'Contraseña',
    'Enviar código',
    'Entrar',
  ],
] as const;

describe.each(variants(1, TWO_WAYS))(
  'another way in, and a tab with the password (%s)',
  (...[, one, two, phone, type, name, secret, send, go]) => {
    const front = `<h1>${go}</h1><div role="tablist"><button type="button" role="tab" aria-controls="a" aria-selected="true" id="s">${one}</button><button type="button" role="tab" aria-controls="b" aria-selected="false" id="t">${two}</button></div>
    <div role="tabpanel" id="a"><form method="post" action="/code"><label>${phone} <input name="x" type="${type}" autocomplete="${type}"></label><button>${send}</button></form></div>
    <div role="tabpanel" id="b" hidden><form method="post" action="/password"><label>${name} <input name="y"></label><label>${secret} <input name="z" type="password"></label><button>${go}</button></form></div>
    <script>t.onclick = () => { a.hidden = true; b.hidden = false; };</script>`;
    it.each(
      variants(2, [
        ['is chosen where only the password is stored', ['password'], true],
        ['is offered where nothing is stored', [], false],
        [
          'is left where what the other one asks for is stored',
          [type === 'tel' ? 'phone' : 'email', 'password'],
          false,
        ],
      ] as const),
    )('%s', (_, value_keys, isChosen) =>
      onFlow(
        pages,
        ({ path }) => (path === '/' ? front : undefined),
        async (b, { posts }) => {
          store(b, value_keys);
          const { page, outcome } = await b.open();
          const seen = inputOf(outcome);
          expect(seen.fields.some(({ role }) => role === 'password')).toBe(isChosen);
          if (!isChosen) {
            expect(seen.mfa_options).toMatchObject([{ type: 'password', label: two }]);
            const step = {
              ...b.ref,
              page,
              signature: seen.signature,
              choice: { mfa_type: 'password' as const },
              answer: ANSWER,
            };
            expect(inputOf((await b.activities.chooseOption(step)) as never).fields).toHaveLength(2);
          }
          expect(posts).toEqual([]);
          await b.activities.closePage({ ...b.ref, page });
        },
      ),
    );
  },
);
