import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests } from './harness.js';

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
