/** One character of a text as it is compared, and which part of the text it stands for. */
interface Letter {
  readonly char: string;
  readonly from: number;
  readonly to: number;
}

/** A text as it is compared. A range of it is found again in the text by `letters`. */
export interface TextView {
  readonly text: string;
  /** For each UTF-16 unit of `text`. */
  readonly letters: readonly Letter[];
}

/** Percent-encoding, escapes of JavaScript and JSON, character references of HTML. */
const ESCAPE =
  /(?:%[0-9a-f]{2})+|\\u\{[0-9a-f]{1,6}\}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|&#x[0-9a-f]{1,6};?|&#\d{1,7};?|&(?:amp|lt|gt|quot|apos|nbsp|commat|period|plus|sol|num);/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  commat: '@',
  period: '.',
  plus: '+',
  sol: '/',
  num: '#',
};
/** Sites escape what is escaped already, but not for ever. */
const MAX_ROUNDS = 6;
const MAX_CODE_POINT = 0x10ffff;

const character = (code: number): string => (code <= MAX_CODE_POINT ? String.fromCodePoint(code) : '');

function percentDecoded(written: string): string {
  const bytes = Buffer.from(written.replaceAll('%', ''), 'hex');
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

function unescaped(written: string): string {
  if (written.startsWith('%')) return percentDecoded(written);
  const name = written.replaceAll(/[&;]/g, '').toLowerCase();
  if (Object.hasOwn(NAMED, name)) return NAMED[name] ?? '';
  const digits = written.replaceAll(/[^0-9a-f]/gi, '');
  return character(Number.parseInt(digits, written.startsWith('&#') && !/^&#x/i.test(written) ? 10 : 16));
}

function viewOf(letters: readonly Letter[]): TextView {
  const units: Letter[] = [];
  for (const letter of letters) for (let unit = 0; unit < letter.char.length; unit++) units.push(letter);
  return { text: letters.map(({ char }) => char).join(''), letters: units };
}

function plainView(text: string): TextView {
  let at = 0;
  const letters = [...text].map((char) => {
    const from = at;
    at += char.length;
    return { char, from, to: at };
  });
  return viewOf(letters);
}

/** The view with one layer of escapes undone; null where it has none. */
function unescapedView({ text, letters }: TextView): TextView | null {
  const next: Letter[] = [];
  let at = 0;
  const copyTo = (end: number): void => {
    for (const char of text.slice(at, end)) {
      next.push({ ...(letters[at] as Letter), char });
      at += char.length;
    }
  };
  for (const { 0: found, index } of text.matchAll(ESCAPE)) {
    copyTo(index);
    at = index + found.length;
    const from = letters[index]?.from ?? 0;
    const to = letters[at - 1]?.to ?? 0;
    for (const char of unescaped(found)) next.push({ char, from, to });
  }
  if (at === 0) return null;
  copyTo(text.length);
  return viewOf(next);
}

/** The text, and what it says with its escapes undone, layer by layer. */
function layersOf(text: string): TextView[] {
  const layers = [plainView(text)];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = unescapedView(layers.at(-1) as TextView);
    if (next === null) break;
    layers.push(next);
  }
  return layers;
}

/** Compatibility forms, accents, case, joiners and other invisible characters aside (Unicode NFKD). */
function foldChar(char: string): string {
  // Most of most texts, and nothing of the following changes it.
  if (char > ' ' && char <= '~') return char.toLowerCase();
  return char
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}\p{Cn}\p{Co}]|(?=\S)\p{Cc}/gu, '')
    .replaceAll(/\s+/g, ' ')
    .toUpperCase()
    .toLowerCase();
}

const LETTER = /[\p{L}\p{N}]/u;

/** Letters and digits alone of a text as it stands, escapes and all. */
export const lettersOf = (text: string): string =>
  [...text]
    .flatMap((char) => [...foldChar(char)])
    .filter((char) => LETTER.test(char))
    .join('');

/** How values and texts are compared. */
export interface Folded {
  /** With single spaces, which short values need to be told from parts of other words. */
  readonly exact: TextView;
  /** Letters and digits alone: what stands between them changes with how somebody writes it. */
  readonly letters: TextView;
}

function fold(view: TextView): Folded {
  const exact: Letter[] = [];
  const letters: Letter[] = [];
  for (const letter of new Set(view.letters)) {
    for (const char of foldChar(letter.char)) {
      if (char !== ' ' || exact.at(-1)?.char !== ' ') exact.push({ ...letter, char });
      if (LETTER.test(char)) letters.push({ ...letter, char });
    }
  }
  return { exact: viewOf(exact), letters: viewOf(letters) };
}

/** All that a text may be read as. */
export const readings = (text: string): Folded[] => layersOf(text).map(fold);
