import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { ValueSource } from '../../../contract/steps.js';
import { letIn, members } from '../../sites/flows/members.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { ANSWER, fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const PASSWORD = 'Tulpe-und-Hafen';
const stored = (key: string): ValueSource => ({ from: 'stored', key });
const page = (title: string, fields: string, button: string, words = ''): string =>
  `<h1>${title}</h1>${words}<form method="post" action="/in">${fields}<button>${button}</button></form>`;
const box = (name: string, label: string, more = ''): string =>
  `<label>${label} <input name="${name}" type="password" maxlength="1" ${more}></label>`;

/** A site of one form; who sends what is right is let in. */
const site =
  (form: string, isRight: (sent: URLSearchParams) => boolean) =>
  (visit: Visit): Answer | undefined => {
    if (visit.path === '/') return form;
    if (visit.path !== '/in') return members(visit);
    return isRight(visit.form as unknown as URLSearchParams)
      ? letIn
      : form.replace('<form', '<p role="alert">Not right.</p><form');
  };

describe('characters of a stored password', () => {
  const asked = '<p>Bitte geben Sie die angeforderten Zeichen Ihres Passworts ein.</p>';
  it.each(
    variants(2, [
      [
        'in boxes',
        page(
          'Anmelden',
          `${box('a', '3. Zeichen')}${box('b', '6. Zeichen')}${box('c', '15. Zeichen')}`,
          'Anmelden',
          asked,
        ),
        'characters_3_6_15',
        ['l', '-', 'n'],
      ],
      [
        'in boxes of which the others are closed',
        page(
          'Connexion',
          Array.from({ length: 7 }, (_, n) => box(`c${n}`, '', [1, 3].includes(n) ? '' : 'disabled')).join(''),
          'Valider',
          '<p>Saisissez les caractères demandés de votre mot de passe</p>',
        ),
        'characters_2_4',
        ['u', 'p'],
      ],
      [
        'at its end',
        page(
          'Log in',
          `${box('a', 'First character of your password')}${box('b', 'Last character of your password')}`,
          'Log in',
        ),
        'characters_1_last',
        ['T', 'n'],
      ],
      [
        'in one field',
        page(
          'Log in',
          '<label>The 1st, 2nd and 5th letters of your password <input name="a" type="password" maxlength="3"></label>',
          'Log in',
        ),
        'characters_1_2_5',
        ['Tue'],
      ],
    ]),
  )('are typed %s, and nothing else of it', (_, form, name, sent) =>
    onFlow(
      pages,
      site(form, (values) => [...values.values()].join() === sent.join()),
      async (b, { posts }) => {
        b.vault.stored.set('password', PASSWORD);
        const opened = await b.open();
        const seen = inputOf(opened.outcome);
        expect(seen.fields).toMatchObject([{ name, role: 'password' }]);
        expect(await b.fill(opened.page, seen, { [name]: stored('password') })).toMatchObject({
          kind: 'authenticated',
        });
        expect(posts).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page: opened.page });
      },
    ),
  );

  it('are typed as a person gives them', () =>
    onFlow(
      pages,
      site(
        page(
          'Accedi',
          `<p>Inserisci i caratteri richiesti della password</p>${box('a', 'Carattere 2')}${box('b', 'Carattere 5')}`,
          'Accedi',
        ),
        (sent) => sent.get('a') === 'x' && sent.get('b') === 'y',
      ),
      async (b) => {
        const opened = await b.open();
        const seen = inputOf(opened.outcome);
        expect(seen.fields[0]?.label).toMatch(/\b2\b.*\b5\b/);
        expect(await b.fill(opened.page, seen, { characters_2_5: 'xy' })).toMatchObject({ kind: 'authenticated' });
        await b.activities.closePage({ ...b.ref, page: opened.page });
      },
    ));

  it('are asked for where the stored one is too short for it', () =>
    onFlow(
      pages,
      site(page('Anmelden', `${asked}${box('a', '3. Zeichen')}${box('b', '20. Zeichen')}`, 'Anmelden'), () => false),
      async (b, { posts }) => {
        b.vault.stored.set('password', PASSWORD);
        const opened = await b.open();
        const filled = await b.fill(opened.page, inputOf(opened.outcome), { characters_3_20: stored('password') });
        expect(filled).toEqual({ kind: 'empty', fields: ['characters_3_20'] });
        expect(posts).toEqual([]);
        await b.activities.closePage({ ...b.ref, page: opened.page });
      },
    ));
});

describe('a value goes where its label says', () => {
  it.each(
    variants(2, [
      ['User name', 'Password', 'Log in', 'username'],
      ['Nutzername', 'Kennwort', 'Anmelden', 'username'],
      ['メールアドレス', 'パスワード', 'ログイン', 'email'],
    ]),
  )('also where both fields are masked: %s', (name, word, button, key) =>
    onFlow(
      pages,
      site(
        page(
          button,
          `<p><label>${name} <input name="n" type="password"></label></p><p><label>${word} <input name="p" type="password"></label></p>`,
          button,
        ),
        (sent) => sent.get('n') === 'anna@berg.test' && sent.get('p') === PASSWORD,
      ),
      async (b, { posts }) => {
        const opened = await b.open();
        const seen = inputOf(opened.outcome);
        expect(fieldNames(seen)).toEqual([key, 'password']);
        expect(await b.fill(opened.page, seen, { [key]: 'anna@berg.test', password: PASSWORD })).toMatchObject({
          kind: 'authenticated',
        });
        expect(posts).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page: opened.page });
      },
    ),
  );
});

describe('behind the password', () => {
  const second = (label: string, name: string): ((visit: Visit) => Answer | undefined) => {
    const login = page(
      'Log in',
      '<p><label>E-mail <input name="n" type="email"></label></p><p><label>Password <input name="p" type="password"></label></p>',
      'Log in',
    );
    const more = `<h1>${label}</h1><form method="post" action="/more"><label>${label} <input name="x" type="password"></label><button>OK</button></form>`;
    return (visit) => {
      if (visit.path === '/') return login;
      if (visit.path === '/in') return { body: more };
      if (visit.path === '/more') return visit.form?.get('x') === name ? letIn : { body: more };
      return members(visit);
    };
  };
  it.each(
    variants(2, [
      ['PIN', 'pin'],
      ['Xyzzy', 'xyzzy'],
      ['Kennziffer', 'kennziffer'],
      ['Token', 'token'],
    ]),
  )('a masked field that is not called a password is asked for by its own name: %s', (label, name) =>
    onFlow(pages, second(label, '4821'), async (b, { posts }) => {
      const opened = await b.open();
      const outcome = await b.fill(opened.page, inputOf(opened.outcome), {
        email: 'me@example.com',
        password: PASSWORD,
      });
      const seen = inputOf(outcome);
      expect(seen.fields).toMatchObject([{ name, role: 'custom', type: 'password', required: true }]);
      expect(await b.fill(opened.page, seen, { [name]: '4821' })).toMatchObject({ kind: 'authenticated' });
      expect(posts.map(({ fields }) => fields.x)).toEqual([undefined, '4821']);
      await b.activities.closePage({ ...b.ref, page: opened.page });
    }),
  );
});

describe('two tabs with a login each', () => {
  const FIELDS = (id: string): string =>
    `<form method="post" action="/in"><input type="hidden" name="who" value="${id}"><p><label>E-mail <input name="n" type="email"></label></p><p><label>Password <input name="p" type="password"></label></p><button>Sign in</button></form>`;
  const SHOW = `<script>const show = (n) => { document.querySelectorAll('.part').forEach((part, at) => { part.hidden = at !== n; });
    document.querySelectorAll('[role=tab]').forEach((tab, at) => tab.setAttribute('aria-selected', at === n)); };</script>`;
  const declared = `<h1>Portal</h1><div role="tablist"><button type="button" role="tab" aria-controls="a" aria-selected="true" onclick="show(0)">Patienten</button>
    <button type="button" role="tab" aria-controls="b" aria-selected="false" onclick="show(1)">Praxen</button></div>
    <div class="part" id="a" role="tabpanel">${FIELDS('a')}</div><div class="part" id="b" role="tabpanel" hidden>${FIELDS('b')}</div>${SHOW}`;
  const plain = `<h1>Espace client</h1><ul><li><a href="#" onclick="show(0)">Particuliers</a></li><li><a href="#" onclick="show(1)">Entreprises</a></li></ul>
    <section><div class="part">${FIELDS('a')}</div><div class="part" hidden>${FIELDS('b')}</div></section>${SHOW}`;
  const radios = `<h1>Log in</h1><label><input type="radio" name="k" checked onclick="show(0)">Student</label><label><input type="radio" name="k" onclick="show(1)">Staff</label>
    <section><div class="part">${FIELDS('a')}</div><div class="part" hidden>${FIELDS('b')}</div></section>${SHOW}`;
  const late = `<h1>Portal</h1><div role="tablist"><button type="button" role="tab" aria-selected="true" onclick="fill('a', this)">Estudiantes</button>
    <button type="button" role="tab" aria-selected="false" onclick="fill('b', this)">Profesores</button></div><div id="here">${FIELDS('a')}</div>
    <script>const fill = (id, tab) => { here.innerHTML = ${JSON.stringify(FIELDS('ID'))}.replace('ID', id);
    document.querySelectorAll('[role=tab]').forEach((one) => one.setAttribute('aria-selected', one === tab)); };</script>`;

  it.each(
    variants(2, [
      ['that say so', declared, ['Patienten', 'Praxen']],
      ['that are a list of links', plain, ['Particuliers', 'Entreprises']],
      ['that are radio buttons', radios, ['Student', 'Staff']],
      ['of which one is not there before it is shown', late, ['Estudiantes', 'Profesores']],
    ]),
  )('are a question to a person, who is shown the one that was chosen: %s', (_, front, labels) =>
    onFlow(
      pages,
      site(front, (sent) => sent.get('who') === 'b' && sent.get('p') === PASSWORD),
      async (b, { posts }) => {
        const opened = await b.open();
        const seen = inputOf(opened.outcome);
        expect(seen.fields).toEqual([]);
        expect(seen.sign_in_options.map(({ label }) => label)).toEqual(labels);
        const choice = { sign_in_option: seen.sign_in_options[1]?.id as string };
        const asked = inputOf(
          await b.activities.chooseOption({
            ...b.ref,
            page: opened.page,
            signature: seen.signature,
            choice,
            answer: ANSWER,
          }),
        );
        expect(fieldNames(asked)).toEqual(['email', 'password']);
        expect(posts).toEqual([]);
        const refused = await b.fill(opened.page, asked, { email: 'me@example.com', password: 'not it' });
        expect(refused).toMatchObject({ kind: 'refused', fields: ['password'] });
        // The page shows its first tab again.
        if (refused.kind !== 'refused' || refused.page === null) throw new Error('nowhere to try again');
        expect(fieldNames(refused.page)).toEqual(['email', 'password']);
        let filled = await b.fill(opened.page, refused.page, { email: 'me@example.com', password: PASSWORD });
        if (filled.kind === 'changed')
          filled = await b.fill(opened.page, inputOf(filled.outcome), { email: 'me@example.com', password: PASSWORD });
        expect(filled.kind).toBe('authenticated');
        await b.activities.closePage({ ...b.ref, page: opened.page });
      },
    ),
  );

  it.each(
    variants(1, [
      ['a sign-up', 'Create account'],
      ['another way in', 'Phone'],
      ['a code', 'One-time code'],
    ]),
  )('are no question where the other one is for %s', (_, label) =>
    onFlow(
      pages,
      (visit) => (visit.path === '/' ? declared.replace('Praxen', label) : undefined),
      async (b) => {
        const opened = await b.open();
        expect(fieldNames(inputOf(opened.outcome))).toEqual(['email', 'password']);
        await b.activities.closePage({ ...b.ref, page: opened.page });
      },
    ),
  );
});
