/** What is stored goes before what a page shows already, and only where its kind is taken. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { ValueSource } from '../../../contract/steps.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { type Bench, inputOf, store, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const PASSWORD = 'a good passphrase';
const stored = (key: string): ValueSource => ({ from: 'stored', key });

/** Gives the login stored values, by their names. */
function keep(b: Bench, values: Readonly<Record<string, string>>): void {
  store(b, Object.keys(values));
  for (const [key, value] of Object.entries(values)) b.vault.stored.set(key, value);
}

const site =
  (page: string) =>
  ({ path, cookies }: Visit): Answer | undefined => {
    if (path === '/in') return { to: '/', cookies: ['s=in'] };
    if (path !== '/') return undefined;
    return cookies.get('s') === 'in' ? '<h1>Ada</h1><a href="/logout">Log out</a>' : page;
  };

const login = (fields: string, word: string, button: string): string =>
  `<h1>${button}</h1><form method="post" action="/in">${fields}<p><label>${word} <input name="p" type="password"></label></p><button>${button}</button></form>`;
const text = (label: string, name: string, more = ''): string =>
  `<p><label>${label} <input name="${name}" ${more}></label></p>`;

const ITEMS = ['Nordwerk', 'Südwerk', 'Ostwerk'];
const list = (hidden = 'hidden'): string =>
  `<ul id="l" role="listbox" ${hidden}>${ITEMS.map((one, at) => `<li role="option" aria-selected="${at === 0}">${one}</li>`).join('')}</ul><input type="hidden" name="r" value="Nordwerk">`;
const OPENS = `<script>for (const one of l.children) one.onclick = () => { document.forms[0].r.value = one.textContent; if (o.value === undefined || o.localName === 'button') o.textContent = one.textContent; else o.value = one.textContent; l.hidden = true; };
o.onclick = () => { l.hidden = !l.hidden; };</script>`;

/** Lists that show a choice before anybody has chosen. */
const PRESET = [
  [
    'a field that is only read (Swedish)',
    `<p><label for="o">Företag</label> <input id="o" readonly role="combobox" aria-expanded="false" aria-controls="l" value="Nordwerk"></p>${list()}`,
    'foretag',
  ],
  [
    'a button (German)',
    `<p><span id="m">Mandant</span> <button type="button" id="o" aria-haspopup="listbox" aria-labelledby="m o">Nordwerk</button></p>${list()}`,
    'mandant',
  ],
  [
    'a button that names its list alone (English)',
    `<p><label for="o">Realm</label> <button type="button" id="o" aria-controls="l">Nordwerk</button></p>${list()}`,
    'realm',
  ],
  [
    'radio buttons (Czech)',
    `<fieldset><legend>Firma</legend>${ITEMS.map((one, at) => `<label><input type="radio" name="r" value="${one}" ${at === 0 ? 'checked' : ''}> ${one}</label>`).join('')}</fieldset>`,
    'firma',
  ],
  [
    'a list of the browser’s (Dutch)',
    `<p><label>Vestiging <select name="r">${ITEMS.map((one) => `<option>${one}</option>`).join('')}</select></label></p>`,
    'vestiging',
  ],
] as const;

describe('a list that shows a choice already', () => {
  const page = (field: string): string =>
    login(`${text('User name', 'u')}${field}`, 'Password', 'Log in') + (field.includes('id="l"') ? OPENS : '');

  it.each(variants(1, PRESET))('is set to what is stored: %s', (_, field, name) =>
    onFlow(pages, site(page(field)), async (b, { posts }) => {
      keep(b, { [name]: 'Südwerk', username: 'ada', password: PASSWORD });
      const { page: handle, outcome } = await b.open();
      const seen = inputOf(outcome);
      const values = { [name]: stored(name), username: stored('username'), password: stored('password') };
      expect(seen.fields.map((one) => one.name)).toEqual(expect.arrayContaining(Object.keys(values)));
      expect(await b.fill(handle, seen, values)).toMatchObject({ kind: 'authenticated' });
      expect(posts).toEqual([{ path: '/in', fields: { u: 'ada', r: 'Südwerk', p: PASSWORD } }]);
      await b.activities.closePage({ ...b.ref, page: handle });
    }),
  );

  it.each(variants(1, PRESET))('is asked for where it does not offer that, and nothing is sent: %s', (_, field, name) =>
    onFlow(pages, site(page(field)), async (b, { posts }) => {
      keep(b, { [name]: 'Westwerk', username: 'ada', password: PASSWORD });
      const { page: handle, outcome } = await b.open();
      const values = { [name]: stored(name), username: stored('username'), password: stored('password') };
      const seen = inputOf(outcome);
      const changed = await b.fill(handle, seen, values);
      if (changed.kind !== 'changed') throw new Error(JSON.stringify(changed));
      const asked = inputOf(changed.outcome).fields.find((one) => one.name === name);
      expect(asked).toMatchObject({ required: true, options: [{}, {}, {}] });
      expect(await b.fill(handle, seen, values)).toEqual({ kind: 'empty', fields: [name] });
      expect(posts).toEqual([]);
      const done = await b.fill(handle, seen, { ...values, [name]: 'Ostwerk' });
      expect(done).toMatchObject({ kind: 'authenticated' });
      expect(posts).toEqual([{ path: '/in', fields: { u: 'ada', r: 'Ostwerk', p: PASSWORD } }]);
      await b.activities.closePage({ ...b.ref, page: handle });
    }),
  );
});

/** Names of stored values that may answer the fields of a page, by the name of the field; one with options is the list. */
async function keysOf(
  page: string,
  values: Readonly<Record<string, string>>,
): Promise<Record<string, readonly string[] | undefined>> {
  let found: Record<string, readonly string[] | undefined> = {};
  await onFlow(pages, site(page), async (b) => {
    keep(b, { ...values, password: PASSWORD });
    const { page: handle, outcome } = await b.sealed.openLogin(b.ref).then((opened) => {
      if (!('page' in opened)) throw new Error('not opened');
      return opened;
    });
    found = Object.fromEntries(
      inputOf(outcome).fields.map(({ name, keys, options }) => [options === null ? name : 'list', keys]),
    );
    await b.activities.closePage({ ...b.ref, page: handle });
  });
  return found;
}

describe('a stored user name', () => {
  const MAIL = 'ada@site.test';
  const either = login(text('Telefon oder E-Mail', 'login'), 'Passwort', 'Anmelden');
  const number = login(text('E-mail ou CPF', 'login'), 'Senha', 'Entrar');
  it.each(
    variants(2, [
      ['is not typed where an address or a number is taken', either, { username: 'ada' }, 'email_or_phone', null],
      ['is typed there where it is one', either, { username: MAIL }, 'email_or_phone', 'username'],
      ['gives way to the address', either, { username: 'ada', email: MAIL }, 'email_or_phone', 'email'],
      ['gives way to the number', either, { username: MAIL, phone: '+4930123456' }, 'email_or_phone', 'phone'],
      [
        'gives way to what the label calls',
        number,
        { username: 'ada', cpf: '529.982.247-25' },
        'email_or_number',
        'cpf',
      ],
      ['is typed where it is the number', number, { username: '529.982.247-25' }, 'email_or_number', 'username'],
    ] as const),
  )('%s', async (_, page, values, field, key) => {
    const keys = (await keysOf(page, values))[field] ?? [];
    expect(keys.find((one) => one in values) ?? null).toBe(key);
  });
});

describe('a number with a list of countries', () => {
  const countries = ['+43 Österreich', '+49 Deutschland', '+41 Schweiz'];
  const page = login(
    `<p><label>Vorwahl <select name="c">${countries.map((one) => `<option value="${one.slice(1, 3)}">${one}</option>`).join('')}</select></label></p>${text('Telefonnummer', 'n', 'type="tel"')}`,
    'Passwort',
    'Anmelden',
  );

  it('is typed in two parts', () =>
    onFlow(pages, site(page), async (b, { posts }) => {
      keep(b, { phone: '+49 151 234567', password: PASSWORD });
      const { page: handle, outcome } = await b.open();
      const values = { vorwahl: stored('phone'), phone: stored('phone'), password: stored('password') };
      expect(await b.fill(handle, inputOf(outcome), values)).toMatchObject({ kind: 'authenticated' });
      expect(posts).toEqual([{ path: '/in', fields: { c: '49', n: '151 234567', p: PASSWORD } }]);
      await b.activities.closePage({ ...b.ref, page: handle });
    }));

  it.each(
    variants(1, [
      ['0151 234567', false],
      ['+358 40 1234567', false],
      ['+49 151 234567', true],
    ] as const),
  )('%s sets the list: %s; else that is asked for', async (phone, isSet) => {
    const { list: keys = [] } = await keysOf(page, { phone });
    expect(keys.includes('phone')).toBe(isSet);
  });
});
