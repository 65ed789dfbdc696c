import type { NameKind } from '../page-world/view.js';

const ADDRESS = /^[^\s@]+@[^\s@]+$/;
const PHONE = /^\+?[\d\s()./-]+$/;
/** Shorter ones are called by nobody. */
const MIN_PHONE = 6;
const MIN_NUMBER = 4;
/** "anna" is a word; the letters of a number are few, or capitals. */
const WORD = /\p{Ll}{3}/u;
/** How many letters a number may have for each of its digits: a tax number of Italy has nine and seven. */
const LETTERS_A_DIGIT = 1.5;

const KINDS: Readonly<Record<NameKind, (value: string) => boolean>> = {
  email: (value) => ADDRESS.test(value),
  phone: (value) => PHONE.test(value) && count(value, /\d/gu) >= MIN_PHONE,
  number: (value) => {
    const digits = count(value, /\d/gu);
    const isShort = digits < MIN_NUMBER || count(value, /\p{L}/gu) > LETTERS_A_DIGIT * digits;
    return !isShort && !WORD.test(value) && !value.includes('@');
  },
};

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;

/** Whether a value looks like one of these kinds of names. */
export const isOfKind = (value: string, kinds: readonly NameKind[]): boolean =>
  kinds.some((kind) => KINDS[kind](value.trim()));
