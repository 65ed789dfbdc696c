import { BASE32_LETTERS } from './bases.js';

/** Four numbers or more beside each other: codes of characters, as `charCodeAt`, a typed array or an escape in octal gives them. */
const NUMBERS = /\d{1,7}(?:[^0-9a-zA-Z]{1,4}\d{1,7}){3,}/g;
/** Four bytes or more in hex, together or apart: `5472`, `54:72`, `\x54\x72`, `0x54,0x72`, `=54=72`, `%u0054`. */
const HEX = /(?:[^0-9a-z]{0,2}(?:0x|x|u)?[0-9a-f]{2}){4,}/gi;
const BINARY = /(?:[01]{8}[^01]?){4,}/g;
/** Long enough to be no word (RFC 4648 section 6). */
const BASE32 = /[A-Z2-7]{24,}/gi;

/** What a text says where its bytes or characters are written as numbers. */
export const spelledIn = (text: string): Buffer[] => [
  ...codesIn(text),
  ...[0, 1].flatMap((skipped) => matches(text, HEX).map((run) => bytesOfHex(run, skipped))),
  ...matches(text, BINARY).map(bytesOfBits),
  ...matches(text, BASE32).map(bytesOfBase32),
];

const matches = (text: string, pattern: RegExp): string[] => text.match(pattern) ?? [];

/** Every number; every second one, where a key or a place stands before each; and as octal. */
function codesIn(text: string): Buffer[] {
  const runs = matches(text, NUMBERS).map((run) => matches(run, /\d+/g));
  const octal = runs.filter((run) => run.every((one) => /^[0-7]{1,3}$/.test(one)));
  return [
    ...runs.map((run) => charactersOf(run.map(Number))),
    ...runs.map((run) => charactersOf(run.filter((_, at) => at % 2 === 1).map(Number))),
    ...octal.map((run) => charactersOf(run.map((one) => Number.parseInt(one, 8)))),
  ];
}

/** Small numbers may be bytes as well as characters, and are looked for as both. */
function charactersOf(codes: readonly number[]): Buffer {
  const known = codes.filter((code) => code <= 0x10ffff);
  return known.every((code) => code <= 0xff)
    ? Buffer.from(known)
    : Buffer.from(known.map((code) => String.fromCodePoint(code)).join(''));
}

const bytesOfHex = (found: string, skipped: number): Buffer =>
  Buffer.from(found.replaceAll(/0x|[^0-9a-f]/gi, '').slice(skipped), 'hex');

const bytesOfBits = (found: string): Buffer => bytesOf(found.replaceAll(/[^01]/g, ''), 1, (digit) => Number(digit));

const bytesOfBase32 = (found: string): Buffer =>
  bytesOf(found.toUpperCase(), 5, (digit) => BASE32_LETTERS.indexOf(digit));

/** Digits of so many bits each, the highest bit first. */
function bytesOf(digits: string, bits: number, read: (digit: string) => number): Buffer {
  const bytes = Buffer.alloc(Math.floor((digits.length * bits) / 8));
  let [held, waiting, at] = [0, 0, 0];
  for (const digit of digits) {
    held = ((held << bits) | read(digit)) & 0xfff;
    waiting += bits;
    if (waiting < 8) continue;
    waiting -= 8;
    bytes[at++] = held >> waiting;
  }
  return bytes;
}
