import { base32Of, base32Parts, base58 } from './bases.js';
import { charsetWritings } from './charsets.js';
import { lettersToFind } from './letters.js';

/** A shorter value is looked for only where it is a whole value by itself: by chance it stands in many texts. */
const MIN_ANYWHERE = 8;
/** A shorter one is not looked for at all. */
const MIN_WHOLE = 4;

/** What to look for in a request to find a value in it, however it is encoded. */
export interface Needles {
  /** Bytes that hold the value wherever they stand; empty for a short value. */
  readonly anywhere: readonly Buffer[];
  /** The value as a whole parameter, member or header; empty where it is not looked for. */
  readonly whole: ReadonlySet<string>;
  /** What to look for in the letters and digits of a text, forwards and backwards. */
  readonly letters: readonly string[];
  /** The value as a browser writes it in names, of hosts and of headers; null for a value that is too short to be looked for. */
  readonly named: string | null;
}

/** The writings of a value that decoding a request does not undo; those that it does are left to `viewsOf`. */
export function needlesOf(value: string): Needles {
  const forms = [...new Set([value, value.trim(), value.normalize('NFC'), value.normalize('NFD')])];
  const letters = [...value.trim()].length;
  if (letters < MIN_WHOLE) return { anywhere: [], whole: new Set(), letters: [], named: null };
  const whole = new Set(forms.flatMap(wholeWritings));
  const isLong = letters >= MIN_ANYWHERE;
  const anywhere = isLong ? distinct(forms.flatMap(writings)) : [];
  const left = isLong ? lettersToFind(value) : null;
  return { anywhere, whole, letters: left === null ? [] : [left, backwards(left)], named: foldedName(value.trim()) };
}

/** Names have one case only: those of hosts by IDNA (UTS 46), those of headers by the Fetch standard. */
export const foldedName = (name: string): string => name.normalize('NFKC').toLowerCase();

function wholeWritings(form: string): string[] {
  const bytes = Buffer.from(form, 'utf8');
  const hex = bytes.toString('hex');
  const base32 = base32Of(bytes);
  return [
    ...[form, backwards(form), hex, hex.toUpperCase(), base32, base32.toLowerCase(), base58(bytes)],
    ...[base64(bytes), bytes.toString('base64'), bytes.toString('base64url')],
    ...[base64(Buffer.from(base64(bytes))), Buffer.from(bytes.toString('base64')).toString('base64')],
  ];
}

function writings(form: string): Buffer[] {
  const utf8 = Buffer.from(form, 'utf8');
  const encodings = [utf8, utf16(form), Buffer.from(utf16(form)).swap16(), ...latin1(form)];
  const hex = utf8.toString('hex');
  const base32 = encodings.flatMap(base32Parts);
  const written = [
    ...encodings,
    ...charsetWritings(form),
    // In a form, a blank is a plus (URL Standard, section 5).
    Buffer.from(form.replaceAll(' ', '+')),
    Buffer.from(hex),
    Buffer.from(hex.toUpperCase()),
    ...[...base32, ...base32.map((one) => one.toLowerCase()), base58(utf8)].map((one) => Buffer.from(one)),
    ...encodings.flatMap(base64Parts),
    ...base64Parts(Buffer.from(base64(utf8))),
  ];
  return [...written, ...written.map((one) => Buffer.from(one).reverse()), Buffer.from(backwards(form))];
}

const backwards = (text: string): string => [...text].reverse().join('');
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** The text in Latin-1, where it has other bytes there. */
function latin1(text: string): Buffer[] {
  const isLatin1 = [...text].every((letter) => (letter.codePointAt(0) ?? 0) < 0x100);
  return isLatin1 && !isAscii(text) ? [Buffer.from(text, 'latin1')] : [];
}

const isAscii = (text: string): boolean => Buffer.byteLength(text, 'utf8') === text.length;

/**
 * What base64 (RFC 4648 sections 4 and 5) makes of bytes inside a longer text: three writings, by where they begin, each without the
 * letters that depend on what stands around them.
 */
function base64Parts(bytes: Buffer): Buffer[] {
  return [0, 1, 2].flatMap((offset) => {
    const letters = base64(Buffer.concat([Buffer.alloc(offset), bytes]));
    const part = letters.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [Buffer.from(part), Buffer.from(part.replaceAll('+', '-').replaceAll('/', '_'))];
  });
}

const distinct = (buffers: readonly Buffer[]): Buffer[] => [
  ...new Map(buffers.map((buffer) => [buffer.toString('latin1'), buffer])).values(),
];
