import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, rolesIn } from './harness.js';

const { view } = browserForTests();
const field = (label: string, more = 'type="password"'): string => `<p><label>${label} <input ${more}></label></p>`;
const short = (label: string): string => field(label, 'type="password" maxlength="4"');

describe('masked fields alone', () => {
  it('that are too short for a password are secrets of their own, in whatever words', async () => {
    const { best } = await view(`<form>${['Β2', 'Ζ5'].map(short).join('')}<button>Συνέχεια</button></form>`);
    expect(rolesIn(best)).toEqual(['custom:β2', 'custom:ζ5']);
  });

  it.each([
    [
      'beside a name',
      field('Kundennummer', 'name="u"') + short('Losung'),
      ['identifier:username', 'password:password'],
    ],
    ['that are called a password', short('Passwort'), ['password:password']],
    ['that are called a PIN', short('PIN'), ['password:password']],
  ])('that short are for the password: %s', async (_, fields, roles) => {
    const { best } = await view(`<h1>Anmelden</h1><form>${fields}<button>Anmelden</button></form>`);
    expect(rolesIn(best)).toEqual(roles);
  });

  it.each(
    variants(1, [
      ['3-digit security code', 'Please have your card ready.', 'Continue'],
      ['Sicherheitscode (3 Stellen)', 'Halten Sie Ihre Karte bereit.', 'Weiter'],
      ['Código de seguridad', 'Tenga su tarjeta a mano.', 'Continuar'],
      ['セキュリティコード', 'カードをご用意ください。', '次へ'],
    ]),
  )('without room for a code ask for something else: %s', async (label, text, go) => {
    const page = `<h1>${text}</h1><form><p><label>A1 <input maxlength="4"></label></p>${field(label, 'type="password" maxlength="3"')}<button>${go}</button></form>`;
    const { forms } = await view(page);
    expect(forms.flatMap(({ fields }) => fields.map(({ role }) => role))).toEqual(['custom', 'custom']);
  });

  it.each(
    variants(3, [
      ['New password', 'Repeat it'],
      ['A1', 'C4', 'H8'],
      ['Aktuelles Passwort', 'Neues Passwort', 'Noch einmal'],
      ['Nouveau mot de passe'],
      ['현재 비밀번호', '새 비밀번호', '새 비밀번호 확인'],
    ]),
  )('set a new password only where words say so: %s', async (...labels) => {
    const { forms } = await view(`<form>${labels.map((label) => field(label)).join('')}<button>OK</button></form>`);
    expect(forms.map(({ setsNew }) => setsNew)).toEqual([labels[0] !== 'A1']);
  });
});

describe('a table whose rows end in digits', () => {
  it.each([
    ['names', (digit: number) => `<a href="#">a.smith${digit}</a>`],
    ['pages of an application', (digit: number) => `<a href="#/users/${digit}">${digit}</a>`],
    ['numbers of its lines', (digit: number) => `<input type="checkbox"> <b>${digit}</b>`],
    ['buttons', (digit: number) => `<button type="button" aria-label="Enable ${digit}">✓</button>`],
  ])('has no keys to press a PIN on: %s', async (_, link) => {
    const rows = Array.from(
      { length: 10 },
      (_, digit) => `<tr><td>${link(digit)}</td><td>Password expired</td><td>Ada Lovelace</td></tr>`,
    );
    expect(
      (await view(`<h1>Users</h1><table>${rows.join('')}</table><button>Reset Password</button>`)).best,
    ).toBeNull();
  });
});

describe('keys beside a field that waits for them', () => {
  const keys = Array.from({ length: 10 }, (_, digit) => `<button type="button">${(digit * 7) % 10}</button>`).join('');
  const page = (locked: string, button: string): string =>
    `<form method="post" action="/on"><label>Kundenummer <input name="k"></label><label>Nøkkelord <input ${locked}></label>${keys}<button>${button}</button></form>`;

  it('are those of the secret in the form of a login, in whatever words', async () => {
    const { best } = await view(page('readonly', 'Logg inn'));
    expect(best?.fields.map(({ role, keypad }) => [role, keypad])).toEqual([
      ['identifier', false],
      ['password', true],
    ]);
  });

  it.each([
    ['that logs nobody in', page('readonly', 'Ring')],
    ['whose field holds something', page('readonly value="12"', 'Logg inn')],
  ])('are none in a form %s', async (_, html) => {
    expect((await view(html)).forms.flatMap(({ fields }) => fields).filter(({ keypad }) => keypad)).toEqual([]);
  });
});
