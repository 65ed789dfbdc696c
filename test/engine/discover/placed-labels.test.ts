import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, rolesIn } from './harness.js';

const { view } = browserForTests();
const at = (left: number, top: number): string => `position:absolute;left:${left}px;top:${top}px`;

/** A screen whose words and fields stand at places of their own, all fields behind all words. */
const screen = (
  title: string,
  words: readonly (readonly [string, number, number])[],
  fields: readonly (readonly [string, number, number])[],
): string =>
  `<title>${title}</title><form method="post" style="position:relative;height:400px">
    ${words.map(([text, left, top]) => `<div style="${at(left, top)}">${text}</div>`).join('')}
    ${fields.map(([more, left, top], n) => `<input name="F${n}" ${more} style="${at(left, top)};width:120px;height:18px">`).join('')}
    <button style="${at(10, 300)}">⏎</button></form>`;

const PASSWORD = 'type="password"';

describe('a field at a place of its own', () => {
  it.each(
    variants(1, [
      ['left of it (de)', 'Anmelden', ['Benutzer . . . . . :', 'Kennwort . . . . . :'], [300, 20], [300, 40]],
      ['left of it (fr)', 'Connexion', ['Identifiant . . . :', 'Mot de passe . . :'], [200, 20], [200, 40]],
      ['over it (es)', 'Iniciar sesión', ['Usuario', 'Contraseña'], [10, 42], [10, 92]],
      ['over it, beside each other (en)', 'Log in', ['User', 'Password'], [10, 42], [210, 42]],
    ] as const),
  )('is named by the words %s', async (_, title, [name, password], one, two) => {
    const isOver = one[1] === 42;
    const place = ([left, top]: readonly [number, number]): [number, number] => (isOver ? [left, top - 22] : [10, top]);
    const words = [
      [title, 200, 0],
      [name, ...place(one)],
      [password, ...place(two)],
      ['(C) ACME 1988', 10, 200],
    ] as const;
    const { best } = await view(
      screen(title, words, [
        ['', ...one],
        [PASSWORD, ...two],
      ]),
    );
    expect(best?.class).toBe('login');
    expect(best?.fields.map(({ label }) => label)).toEqual([name, password].map((text) => text.replace(/[ .:]+$/, '')));
  });

  it('that is one of many behind the password need not be filled in', async () => {
    const lines = ['Benutzer', 'Kennwort', 'Programm', 'Menü', 'Bibliothek'];
    const words = [
      ['Anmelden', 200, 0],
      ...lines.map((text, n): [string, number, number] => [`${text} . . :`, 10, 20 + 20 * n]),
    ] as const;
    const fields = lines.map((_, n): [string, number, number] => [n === 1 ? PASSWORD : '', 300, 20 + 20 * n]);
    const { best } = await view(screen('Anmelden', words, fields));
    expect(rolesIn(best).slice(0, 2)).toEqual(['identifier:username', 'password:password']);
    expect(best?.fields.map(({ required }) => required)).toEqual([true, true, false, false, false]);
  });

  it('is not named by the words of the field between them', async () => {
    const words = [
      ['Sign in', 200, 0],
      ['Company', 10, 20],
      ['Password', 10, 40],
    ] as const;
    const { forms } = await view(
      screen('Sign in', words, [
        ['', 100, 20],
        ['', 300, 20],
        [PASSWORD, 100, 40],
      ]),
    );
    expect(forms[0]?.fields.map(({ label }) => label)).toEqual(['Company', '', 'Password']);
  });
});

describe('a form without a heading', () => {
  const FIELDS = `<p><label>A <input name="a"></label></p><p><label>B <input name="b" type="password"></label></p>`;
  const more = ['C', 'D', 'E'].map((label) => `<p><label>${label} <input name="${label}"></label></p>`).join('');
  it.each([
    ['has its first line as one where that says nothing but "log in"', '<div>Prihlásenie</div>', 'login'],
    ['has none where that can be pressed', '<div><button type="button">Prihlásenie</button></div>', null],
  ])('%s', async (_, line, found) => {
    const { best } = await view(
      `<title>Prihlásenie</title><form method="post">${line}${FIELDS}${more}<button>→</button></form>`,
    );
    expect(best?.class ?? null).toBe(found);
  });
});

describe('words that are drawn into an empty field, behind it in the document', () => {
  const caption = 'position:absolute;left:6px;top:8px;pointer-events:none';
  const floating = (fields: readonly (readonly [string, string])[], box: (inner: string) => string) =>
    `<h1>Acceso</h1><form method="post">${fields
      .map(([label, more]) => box(`<input ${more} placeholder=" "><span style="${caption}">${label}</span>`))
      .join('')}<button>Entrar</button></form>`;
  const boxed = (inner: string): string => `<div style="position:relative;margin:1em">${inner}</div>`;

  it('are its name, and not that of the field after them', async () => {
    const fields = [
      ['Empresa', 'name="x3"'],
      ['Usuario', 'name="x1"'],
      ['Contraseña', 'name="x2" type="password"'],
    ] as const;
    const { best } = await view(floating(fields, boxed));
    expect(rolesIn(best)).toEqual(['custom:empresa', 'identifier:username', 'password:password']);
    const apart = await view(floating([fields[1], fields[2]], (inner) => `<p style="position:relative">${inner}</p>`));
    expect(apart.best?.fields.map(({ label }) => label)).toEqual(['Usuario', 'Contraseña']);
  });

  it('but a domain or a note at its end is not', async () => {
    const atEnd = '<span style="position:absolute;right:4px;bottom:4px">.werkbank.example</span>';
    const { best } = await view(
      `<h1>Anmelden</h1><form method="post"><div style="position:relative;width:300px">Ihre Firma<br><input name="x" style="width:300px">${atEnd}</div><button>Weiter</button></form>`,
    );
    expect(rolesIn(best)).toEqual(['custom:ihre_firma']);
  });

  it('but a complaint below the field is not', async () => {
    const complaint = '<span style="position:absolute;left:0;top:60px">Falta el usuario</span>';
    const { best } = await view(
      `<form method="post"><div style="position:relative"><label>Usuario</label><input name="u" style="height:30px">${complaint}</div><div style="margin-top:60px"><label>Contraseña</label><input type="password" name="p"></div><button>Entrar</button></form>`,
    );
    expect(best?.fields.map(({ label }) => label)).toEqual(['Usuario', 'Contraseña']);
  });
});
