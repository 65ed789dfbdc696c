import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, fieldIn, rolesIn } from './harness.js';

const { view } = browserForTests();

/** By what the fields of a page may be for a PIN. */
async function pins(inner: string): Promise<(string | null)[]> {
  const { forms } = await view(`<main><form method="post">${inner}<button>→</button></form></main>`);
  return forms.flatMap(({ fields }) => fields.map(({ mayBePin }) => mayBePin));
}

const DIGITS = 'type="password" inputmode="numeric" maxlength="4"';
const field = (label: string, more: string): string => `<label>${label} <input ${more}></label>`;

describe('a hidden field may be for a PIN', () => {
  it.each(
    variants(2, [
      ['by its shape (ar)', field('رمز الموظف', DIGITS), 'shaped'],
      ['by its shape (ko)', field('담당자', 'type="password" pattern="[0-9]{6}" maxlength="6"'), 'shaped'],
      ['by its shape (de)', field('Kassierer', 'type="password" pattern="\\d{8}" maxlength="8"'), 'shaped'],
      ['by its author', field('Personel', 'type="password" name="user_pin"'), 'called'],
    ]),
  )('%s', async (_, inner, how) => expect(await pins(inner)).toEqual([how]));
});

it.each(
  variants(1, [
    ['Entrez votre NIP', 'Continuer'],
    ['Ingrese su NIP', 'Continuar'],
  ]),
)('a telephone field that its style hides takes the PIN: %s', async (label, button) => {
  const { best } = await view(
    `<form><p>~</p><label>${label} <input type="tel" name="login_pin" maxlength="6" style="-webkit-text-security:disc"></label><button>${button}</button></form>`,
  );
  expect(rolesIn(best)).toEqual(['password:password']);
});

describe('a hidden field is for no PIN', () => {
  it.each(
    variants(4, [
      ['that is seen', field('Kassierer', 'inputmode="numeric" maxlength="4"')],
      ['that takes letters', field('Kassierer', 'type="password" maxlength="8"')],
      ['that is longer', field('Kassierer', 'type="password" inputmode="numeric" maxlength="12"')],
      ['that is shorter', field('Kassierer', 'type="password" inputmode="numeric" maxlength="3"')],
      ['for a place of a list', field('Posición 24', DIGITS)],
      ['for a code that was sent (pl)', `<p>Wysłaliśmy SMS z kodem.</p>${field('Kod', DIGITS)}`],
      ['for a code that was sent somewhere', `<p>+48 *** *** 123</p>${field('Zorp', DIGITS)}`],
      ['for the end of a number', field('SSN, last four', DIGITS)],
      ['for an answer', field('Wann sind Sie geboren?', DIGITS)],
      ['beside another one', field('A', DIGITS) + field('B', DIGITS)],
    ]),
  )('%s', async (_, inner) => expect(new Set(await pins(inner))).toEqual(new Set([null])));
});

describe('a field alone may be for a code of this login', () => {
  const mayBe = async (inner: string): Promise<boolean[]> => {
    const { forms } = await view(`<main><form method="post">${inner}<button>→</button></form></main>`);
    return forms.flatMap(({ fields }) => fields.map(({ mayBeCode }) => mayBeCode));
  };

  it.each(
    variants(3, [
      ['few digits (ms)', field('Masukkan TAC', 'inputmode="numeric" maxlength="6"')],
      ['few characters (ka)', field('ერთჯერადი', 'maxlength="6"')],
      ['as the number of a phone (sw)', field('Namba ya uthibitisho', 'type="tel" maxlength="6"')],
      ['a number (hy)', field('Հաստատում', 'type="number"')],
      ['hidden digits (am)', field('ማረጋገጫ', DIGITS)],
      ['hidden digits (km)', field('លេខផ្ទៀងផ្ទាត់', DIGITS)],
      ['anything, where something was sent (am)', `<p>a***n@mail.example</p>${field('ማረጋገጫ', 'type="text"')}`],
      ['hidden, where something was sent (sq)', `<p>+355 ** *** 21</p>${field('Konfirmimi', 'type="password"')}`],
    ]),
  )('%s', async (_, inner) => expect(await mayBe(inner)).toEqual([true]));

  it.each(
    variants(3, [
      ['anything', field('Zorp', 'type="text"')],
      ['hidden, of any length', field('Zorp', 'type="password"')],
      ['a PIN by its label', field('PIN', DIGITS)],
      ['a PIN by its author', field('Zorp', `${DIGITS} name="user_pin"`)],
      ['the number of a phone', field('Telefonnummer', 'type="tel" maxlength="10"')],
      ['a question', field('Wann sind Sie geboren?', 'maxlength="4"')],
      ['a password', field('Passwort', DIGITS)],
      ['beside another one', field('A', DIGITS) + field('B', DIGITS)],
      ['a date of birth', field('Geburtsdatum', 'maxlength="8"')],
    ]),
  )('not %s', async (_, inner) => expect(new Set(await mayBe(inner))).toEqual(new Set([false])));
});

describe('boxes for the digits of a PIN', () => {
  it.each([
    ['PIN', '<p>Enter your PIN</p>'],
    ['Geheimzahl', '<p>Bitte geben Sie Ihre Geheimzahl ein</p>'],
    ['暗証番号', '<p>暗証番号を入力してください</p>'],
  ])('a PIN in boxes is none of a code: %s', async (_, words) => {
    const boxes = '<input type="password" maxlength="1">'.repeat(4);
    const { best } = await view(
      `<form method="post">${field('Kontonummer', '')}${words}${boxes}<button>Anmelden</button></form>`,
    );
    expect(rolesIn(best)).toEqual(['identifier:username', 'password:password']);
    expect(fieldIn(best, 'password')?.boxes).toHaveLength(4);
  });

  it.each(
    variants(1, [
      ['Enter your 6-digit PIN', (n: number) => `Digit ${n} of your PIN`, 6],
      ['Geben Sie Ihre 4-stellige PIN ein', (n: number) => `${n}. Ziffer`, 4],
      ['Saisissez votre code PIN à 5 chiffres', (n: number) => `Chiffre ${n}`, 5],
    ]),
  )('a PIN in boxes that are counted is all of it: %s', async (words, label, digits) => {
    const boxes = Array.from(
      { length: digits },
      (_, at) => `<input type="password" maxlength="1" aria-label="${label(at + 1)}">`,
    );
    const { best } = await view(`<form method="post"><p>${words}</p>${boxes.join('')}<button>Log in</button></form>`);
    expect(rolesIn(best)).toEqual(['password:password']);
    expect(fieldIn(best, 'password')).toMatchObject({ positions: null });
  });
});
