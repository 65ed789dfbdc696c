import { LISTED } from './listed-words.js';
import { lettersOf, readings } from './views.js';

/** What a value is looked for as. Both are compared as `Folded` says. */
export interface Writings {
  readonly exact: readonly string[];
  readonly letters: readonly string[];
}

/** Shorter values are not cut out: that would make texts unreadable and hide nothing. */
const MIN_EXACT = 3;
/** Shorter ones turn up by chance where spaces and signs are left out. */
const MIN_LETTERS = 6;
/** A shorter value has no parts that say much of it. */
const MIN_TO_PART = 8;
const MIN_PART = 5;
const MAX_PART = 24;
const MIN_PHONE_DIGITS = 7;
/** Country codes have up to three digits (ITU-T E.164). */
const COUNTRY_CODE_DIGITS = 3;

const exactOf = (text: string): string => readings(text.trim())[0]?.exact.text ?? '';
const reversed = (text: string): string => [...text].reverse().join('');

/** Words that pages use: a part of a value that is one of them says nothing. */
let common: string | undefined;
const isCommon = (letters: string): boolean => {
  common ??= LISTED.map(lettersOf).join(' ');
  return common.includes(letters);
};

/** All parts that are half of a text. Longer ones are made of them. */
function partsOf(text: string): string[] {
  const chars = [...text];
  if (chars.length < MIN_TO_PART) return [];
  const length = Math.min(Math.max(Math.ceil(chars.length / 2), MIN_PART), MAX_PART);
  const parts = Array.from({ length: chars.length - length + 1 }, (_, at) => chars.slice(at, at + length).join(''));
  return parts.filter((part) => !isCommon(lettersOf(part)));
}

/** What somebody who knows a number writes of it: without its country code, and without the zero before it. */
function phoneNumbersOf(value: string): string[] {
  const digits = value.replaceAll(/\D/g, '').replace(/^0+/, '');
  if (!/^[+\d\s().\u2010-\u2015/-]+$/.test(value) || digits.length < MIN_PHONE_DIGITS) return [];
  const isInternational = /^\s*(\+|00)/.test(value);
  const cuts = isInternational ? COUNTRY_CODE_DIGITS : 0;
  const numbers = Array.from({ length: cuts + 1 }, (_, cut) => digits.slice(cut).replace(/^0+/, ''));
  return numbers.filter((number) => number.length >= MIN_LETTERS);
}

/** What base64 (RFC 4648) makes of it inside of a longer text: by where it begins; the ends depend on the neighbours. */
const base64Of = (value: string): string[] =>
  [0, 1, 2].map((offset) => {
    const bytes = Buffer.from('\0'.repeat(offset) + value);
    const whole = Math.floor((bytes.length * 8) / 6);
    return bytes.toString('base64').slice(offset === 0 ? 0 : offset + 1, whole);
  });

/** The name in front of a mail address, which sites greet by. */
const localPart = (value: string): string | null =>
  value.includes('@') ? value.slice(0, value.lastIndexOf('@')) : null;

/** The ways in which a value comes back in texts and addresses. */
export function writingsOf(value: string): Writings {
  const name = localPart(value);
  const whole = [value, ...(name === null ? [] : [name])].flatMap((text) => readings(text.trim()));
  const letters = whole.flatMap((reading) => reading.letters.text);
  const bytes = Buffer.from(value, 'utf8');
  const encoded = [...base64Of(value), bytes.toString('base64'), bytes.toString('hex'), ...phoneNumbersOf(value)];
  const json = JSON.stringify(value.trim()).slice(1, -1);
  const exact = [...whole.map((reading) => reading.exact.text), ...readings(json).map((reading) => reading.exact.text)];
  return {
    exact: [...both(exact, MIN_EXACT), ...both(partsOf(exactOf(name ?? value)), MIN_PART)],
    letters: [
      ...both([...letters, ...encoded.map(lettersOf)], MIN_LETTERS),
      ...both(partsOf(lettersOf(name ?? value)), MIN_PART),
    ],
  };
}

/** Forwards and backwards, without what is too short. */
const both = (texts: readonly string[], min: number): string[] => [
  ...new Set(texts.filter((text) => [...text].length >= min).flatMap((text) => [text, reversed(text)])),
];
