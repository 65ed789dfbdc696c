import { describe, expect, it } from 'vitest';
import { FieldNames } from '../../../activities/login/evidence/field-names.js';
import { Scrubber } from '../../../activities/login/evidence/scrub.js';
import { toSeenPage } from '../../../activities/login/read/seen-page.js';
import { variants } from '../../support/variants.js';
import { browserForTests } from './harness.js';

const { view } = browserForTests();

const PASSWORD = '<p><label>Password <input type="password" name="pw"></label></p>';
const field = (label: string, markup: string): string => `<label for="f">${label}</label><input id="f" ${markup}>`;
const name = (label: string): string => `<p><label>${label} <input name="f2"></label></p>`;

/** What each field of a login is filled with, of what is stored. */
async function filled(
  fields: string,
  button: string,
  ...stored: string[]
): Promise<Record<string, string | undefined>> {
  const page = await view(
    `<h1>${button}</h1><form method="post">${fields}${PASSWORD}<button>${button}</button></form>`,
  );
  const scrub = new Scrubber('shop.test');
  const keys = [...stored, 'username', 'password'];
  const grant = { credential: { value_keys: keys } };
  const seen = toSeenPage(page, {
    scrub,
    names: new FieldNames([], keys, scrub),
    grant,
    gaveSecret: false,
    notOffered: new Set(),
    offered: new Map(),
  });
  return Object.fromEntries(seen.fields.map((one) => [one.label, one.keys?.find((key) => keys.includes(key))]));
}

describe('a field is filled from what is stored under its own name, whatever its label says', () => {
  it.each(
    variants(2, [
      ['its author’s', 'Account ID or alias', 'name="account"', name('User name'), 'Log in', 'account'],
      ['in Polish, inside a framework’s', 'Skrót', 'name="ctl00$Main$tenant"', name('Login'), 'Zaloguj', 'tenant'],
      ['in Japanese', '契約者番号', 'name="contractNo"', name('ユーザーID'), 'ログイン', 'contract_no'],
      ['in Spanish', 'Ingrese su identificación', 'name="rut"', name('Usuario'), 'Entrar', 'rut'],
      [
        'declared',
        'Kürzel oder Standort',
        'name="x" autocomplete="organization"',
        name('Nutzer'),
        'Anmelden',
        'organization',
      ],
    ]),
  )('%s', async (_, label, markup, others, button, key) => {
    const values = await filled(`${field(label, markup)}${others}`, button, key);
    expect(values[label]).toBe(key);
  });

  it.each([
    ['a link', 'Kundennummer <a href="/help">Wo finde ich sie?</a>', 'Anmelden', 'kundennummer', 'Kundennummer'],
    ['a link in brackets', 'Account ID <a href="/help">(Don’t have?)</a>', 'Log in', 'account_id', 'Account ID'],
    [
      'a button',
      'Numéro de contrat <button type="button">?</button>',
      'Connexion',
      'numero_de_contrat',
      'Numéro de contrat',
    ],
  ])('%s in a label is no part of it', async (_, label, button, key, shown) => {
    expect((await filled(`${field(label, '')}${name('Login')}`, button, key))[shown]).toBe(key);
  });

  it('what was stored under the whole label still goes there', async () => {
    const label = 'Account ID <a href="/help">(Don’t have?)</a>';
    const values = await filled(`${field(label, '')}${name('User name')}`, 'Log in', 'account_id_don_t_have');
    expect(values['Account ID']).toBe('account_id_don_t_have');
  });

  it('help that speaks of an address asks for none', async () => {
    const values = await filled(
      field('User ID <a href="/help">Forgot your e-mail?</a>', 'name="f1"'),
      'Log in',
      'email',
    );
    expect(values['User ID']).toBe('username');
  });
});

describe('a person is asked', () => {
  it.each(
    variants(2, [
      ['where the label asks for a date', 'Geburtsdatum', 'name="account"', 'Anmelden', 'account'],
      ['where the label asks for a PIN', 'PIN', 'name="account" type="password"', 'Anmelden', 'account'],
      ['where the label is a question', 'Wie hieß Ihr erstes Haustier?', 'name="answer"', 'Anmelden', 'answer'],
      ['where a PIN would be seen', 'Secteur', 'name="pin"', 'Connexion', 'pin'],
    ]),
  )('%s', async (_, label, markup, button, key) => {
    const values = await filled(`${field(label, markup)}${name('Login')}`, button, key);
    expect(values[label]).toBeUndefined();
  });

  it('where two fields are called so', async () => {
    const two = `${field('Von', 'name="account"')}<p><label>Nach <input name="account"></label></p>${name('Login')}`;
    const values = await filled(two, 'Anmelden', 'account');
    expect([values.Von, values.Nach]).toEqual([undefined, undefined]);
  });
});

it('a field that is called like a value that was given is asked for under the name that its author gives it', async () => {
  const page = await view(
    '<h1>Logga in</h1><form><label>Personlig kod <input type="password" name="kod"></label><button>OK</button></form>',
  );
  const scrub = new Scrubber('shop.test');
  scrub.add(['Personlig kod']);
  const names = new FieldNames([], [], scrub);
  await names.apply(page, async (slugs) => slugs);
  const given = {
    scrub,
    names,
    grant: { credential: null },
    gaveSecret: true,
    notOffered: new Set<string>(),
    offered: new Map(),
  };
  const [field, ...others] = toSeenPage(page, given).fields;
  expect(others).toEqual([]);
  expect(names.slugOf(field!.name)).toBe('kod');
});

it.each(
  variants(1, [
    ['Supirkimo punktas', 'Panevėžio punktas'],
    ['Verkaufsstelle', 'Die Verkaufsstelle'],
  ]),
)('a field keeps its name when a value is given that has words of it: %s, %s', async (label, value) => {
  const scrub = new Scrubber('shop.test');
  const names = new FieldNames([], [], scrub);
  let known: readonly string[] = [];
  const register = async (slugs: readonly string[]) => {
    known = [...known, ...slugs];
    return known;
  };
  const told = {
    scrub,
    names,
    grant: { credential: null },
    gaveSecret: false,
    notOffered: new Set<string>(),
    offered: new Map(),
  };
  const read = async (): Promise<string[]> => {
    const page = await view(
      `<h1>Login</h1><form>${field(label, '')}${name('User name')}${PASSWORD}<button>Login</button></form>`,
    );
    await names.apply(page, register);
    return toSeenPage(page, told).fields.map((one) => one.name);
  };
  const before = await read();
  scrub.add([value]);
  expect(await read()).toEqual(before);
  expect(before).not.toContain('field_0');
});
