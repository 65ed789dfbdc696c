import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Outcome, PageHandle, SeenPage } from '../../../contract/steps.js';
import { letsIn } from '../../sites/flows/by-script.js';
import { variants } from '../../support/variants.js';
import { form, PASSWORD, USER } from './fill-once.js';
import { ANSWER, type Bench, fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const choose = async (b: Bench, page: PageHandle, seen: SeenPage, at: number): Promise<Outcome> => {
  const { id } = seen.sign_in_options[at] ?? { id: '' };
  const step = { ...b.ref, page, signature: seen.signature, choice: { sign_in_option: id }, answer: ANSWER };
  const outcome = await b.activities.chooseOption(step);
  if (outcome.kind === 'not_entitled') throw new Error('not entitled');
  return outcome;
};

const fill = (b: Bench, page: PageHandle, seen: SeenPage) => {
  const [user = '', pass = ''] = fieldNames(seen);
  return b.fill(page, seen, { [user]: USER, [pass]: PASSWORD });
};

const labels = (seen: SeenPage): string[] => seen.sign_in_options.map(({ label }) => label);

describe('a box that has to be ticked', () => {
  const FIELDS =
    '<input name="user" placeholder="E-Mail" autocomplete="username"><input name="pass" type="password" placeholder="Passwort">';

  it.each(
    variants(2, [
      [
        'is required',
        form(
          `${FIELDS}<label><input type="checkbox" name="agb" value="1" required> Ich habe die AGB gelesen</label>`,
          'Anmelden',
          'Anmelden',
        ),
      ],
      [
        'speaks of terms',
        form(
          `${FIELDS}<label><input type="checkbox" name="agb" value="1"> J'accepte les conditions générales</label>
         <script>document.forms[0].onsubmit = () => document.forms[0].agb.checked;</script>`,
          'Se connecter',
          'Connexion',
        ),
      ],
      [
        'is drawn by the page',
        form(
          `${FIELDS}<input type="hidden" name="agb"><span id="box" role="checkbox" aria-checked="false" aria-required="true" aria-label="Reglamento de la biblioteca" tabindex="0"
           style="display:inline-block;width:1em;height:1em;border:1px solid"></span>
         <script>box.onclick = () => { box.ariaChecked = 'true'; document.forms[0].agb.value = '1'; };</script>`,
          'Entrar',
          'Iniciar sesión',
        ),
      ],
    ]),
  )('is asked for before anything is typed, where it %s', (_, login) =>
    onFlow(pages, letsIn(login), async (b, { posts }) => {
      const { page, outcome } = await b.open();
      const seen = inputOf(outcome);
      expect(seen.fields).toEqual([]);
      expect(labels(seen)).toEqual([expect.stringMatching(/AGB|conditions|Reglamento/), 'Deny']);
      expect(posts).toEqual([]);
      const agreed = inputOf(await choose(b, page, seen, 0));
      expect(await fill(b, page, agreed)).toMatchObject({ kind: 'authenticated' });
      expect(posts.map(({ fields }) => fields)).toEqual([{ user: USER, pass: PASSWORD, agb: '1' }]);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it.each(
    variants(2, [
      [
        'whose button stays asleep',
        form(
          `${FIELDS}<label><input type="checkbox" name="agb" value="1"> Elolvastam a házirendet</label>
         <script>onload = () => { document.querySelector('button').disabled = true; };
         document.forms[0].agb.onchange = () => { document.querySelector('button').disabled = false; };</script>`,
          'Belépés',
          'Belépés',
        ),
      ],
      [
        'whose page says so only when it is sent',
        form(
          `${FIELDS}<label><input type="checkbox" name="agb" value="1"> Tenho mais de 18 anos</label><p id="m" role="alert"></p>
         <script>document.forms[0].onsubmit = () => { if (document.forms[0].agb.checked) return true; m.textContent = 'Marque a caixa para entrar.'; return false; };</script>`,
          'Entrar',
          'Entrar',
        ),
      ],
      [
        'whose page says nothing',
        form(
          `${FIELDS}<label><input type="checkbox" name="agb" value="1"> Znam regulamin wewnętrzny szkoły</label>
         <script>document.forms[0].onsubmit = () => document.forms[0].agb.checked;</script>`,
          'Zaloguj',
          'Logowanie',
        ),
      ],
    ]),
  )('is asked for when the form turns out to wait for it: one %s', (_, login) =>
    onFlow(pages, letsIn(login), async (b, { posts }) => {
      const { page, outcome } = await b.open();
      let seen = inputOf(outcome);
      if (seen.fields.length > 0) seen = inputOf(await fill(b, page, seen));
      expect(seen.fields).toEqual([]);
      expect(labels(seen)[0]).toMatch(/házirend|18 anos|regulamin/);
      expect(posts).toEqual([]);
      const agreed = inputOf(await choose(b, page, seen, 0));
      expect(await fill(b, page, agreed)).toMatchObject({ kind: 'authenticated' });
      expect(posts.map(({ fields }) => fields)).toEqual([{ user: USER, pass: PASSWORD, agb: '1' }]);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it('is not ticked where a person says no, and nothing is sent', () =>
    onFlow(
      pages,
      letsIn(
        form(`${FIELDS}<label><input type="checkbox" required> 利用規約に同意する</label>`, 'ログイン', 'ログイン'),
      ),
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        expect(await choose(b, page, inputOf(outcome), 1)).toMatchObject({ kind: 'failed', code: 'consent_denied' });
        expect(posts).toEqual([]);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it.each(
    variants(1, [
      '<input type="checkbox" name="keep"> Angemeldet bleiben',
      '<input type="checkbox" name="show"> Passwort anzeigen',
      '<input type="checkbox" name="news"> Newsletter abonnieren',
    ]),
  )('is none of these: %s', (box) =>
    onFlow(pages, letsIn(form(`${FIELDS}<label>${box}</label>`, 'Anmelden', 'Anmelden')), async (b) => {
      const { page, outcome } = await b.open();
      expect(inputOf(outcome).sign_in_options).toEqual([]);
      expect(fieldNames(inputOf(outcome))).toEqual([expect.any(String), 'password']);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

describe('a question that lies over the form', () => {
  const LOGIN = form(
    '<input name="user" placeholder="E-mail" autocomplete="username"><input name="pass" type="password" placeholder="Password">',
    'Log in',
    'Log in',
  );
  const over = (inside: string): string =>
    `${LOGIN}<div id="gate" style="position:fixed;inset:0;background:#eee;z-index:9">${inside}</div>`;

  it.each(
    variants(2, [
      [
        'of age',
        over('<h2>Tem mais de 18 anos?</h2><button onclick="gate.remove()">Sim</button><a href="/away">Não</a>'),
        'Sim',
      ],
      [
        'of region',
        over(
          '<h2>地域を選択してください</h2><button onclick="gate.remove()">日本</button><button onclick="gate.remove()">台灣</button>',
        ),
        '日本',
      ],
      [
        'of language',
        over(
          '<p>Choose your language / Choisissez votre langue</p><a href="#" onclick="gate.remove()">English</a> <a href="#" onclick="gate.remove()">Français</a>',
        ),
        'English',
      ],
      [
        'of who visits',
        `${LOGIN}<dialog id="gate"><p>Für wen?</p><button onclick="gate.close()">Für mich</button><button onclick="gate.close()">Für eine Firma</button></dialog><script>gate.showModal()</script>`,
        'Für mich',
      ],
    ]),
  )('%s is asked of a person, and nothing is typed before', (_, login, first) =>
    onFlow(pages, letsIn(login), async (b, { posts }) => {
      const { page, outcome } = await b.open();
      const result = await fill(b, page, inputOf(outcome));
      if (result.kind !== 'changed') throw new Error(result.kind);
      const seen = inputOf(result.outcome);
      expect(seen.fields).toEqual([]);
      expect(labels(seen)[0]).toBe(first);
      expect(seen.sign_in_options[0]?.description).toMatch(/18 anos|地域|langue|Für wen/);
      expect(posts).toEqual([]);
      const behind = inputOf(await choose(b, page, seen, 0));
      expect(await fill(b, page, behind)).toMatchObject({ kind: 'authenticated' });
      expect(posts).toHaveLength(1);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it('that has no answer to press ends the login with its words', () =>
    onFlow(pages, letsIn(over('<p>Fill in the paper form at the desk first.</p>')), async (b, { posts }) => {
      const { page, outcome } = await b.open();
      expect(await fill(b, page, inputOf(outcome))).toMatchObject({
        kind: 'failed',
        code: 'element_not_found',
        website_error: expect.stringContaining('paper form'),
      });
      expect(posts).toEqual([]);
      await b.activities.closePage({ ...b.ref, page });
    }));
});

describe('a site whose browser asks for the password', () => {
  it.each(variants(2, ['Basic realm="Geräte"', 'Digest realm="x", nonce="y"', 'Negotiate']))(
    '(%s) is told as a way that is not supported',
    (scheme) =>
      onFlow(
        pages,
        () => ({ status: 401, body: '<h1>401</h1>', headers: { 'www-authenticate': encodeURI(scheme) } }),
        async (b, { posts }) => {
          const { outcome } = await b.open();
          expect(outcome).toMatchObject({ kind: 'failed', code: 'unsupported_auth_method' });
          expect(posts).toEqual([]);
        },
      ),
  );

  it('is one with a login of its own as well, where its page shows one', () =>
    onFlow(
      pages,
      (visit) => {
        const page = form(
          '<input name="user" placeholder="Gebruikersnaam"><input name="pass" type="password" placeholder="Wachtwoord">',
          'Inloggen',
          'Inloggen',
        );
        return visit.path === '/'
          ? { status: 401, body: page, headers: { 'www-authenticate': 'Basic' } }
          : letsIn('')(visit);
      },
      async (b) => {
        const { page, outcome } = await b.open();
        expect(await fill(b, page, inputOf(outcome))).toMatchObject({ kind: 'authenticated' });
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});

describe('a login behind a tab', () => {
  const LOGIN = form(
    '<input name="user" placeholder="E-posta"><input name="pass" type="password" placeholder="Şifre">',
    'Giriş yap',
    'Giriş',
  );
  const QR = '<div id="qr"><p>Telefonunuzla karekodu okutun.</p></div>';

  it.each(
    variants(2, [
      [
        'named by its panel',
        `<button role="tab" aria-selected="true">Karekod</button><button role="tab" aria-controls="panel" onclick="qr.remove(); panel.hidden = false">Diğer</button>
       ${QR}<div id="panel" hidden>${LOGIN}</div>`,
      ],
      [
        'that is a link to its place',
        `<a href="#qr">二维码</a> <a href="#panel" onclick="qr.remove(); panel.style.display = ''">其他方式</a>${QR}<div id="panel" style="display:none">${LOGIN}</div>`,
      ],
      [
        'that says so',
        `<button role="tab" aria-selected="true">Code QR</button><button role="tab" aria-selected="false" onclick="qr.remove(); panel.hidden = false">Mot de passe</button>
       ${QR}<div id="panel" hidden>${LOGIN}</div>`,
      ],
    ]),
  )('%s is opened', (_, login) =>
    onFlow(pages, letsIn(login), async (b, { posts }) => {
      const { page, outcome } = await b.open();
      expect(await fill(b, page, inputOf(outcome))).toMatchObject({ kind: 'authenticated' });
      expect(posts).toHaveLength(1);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});
