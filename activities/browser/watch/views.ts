import { isUtf8 } from 'node:buffer';
import { constants, inflateRawSync } from 'node:zlib';
import { isNoDeflate } from './no-deflate.js';
import { packedWords } from './packed-words.js';
import { spelledIn } from './spelled.js';

/** How many writings are taken off, one in another. Each makes a text shorter, so that they end by themselves; what has more is too much. */
const MAX_DEPTH = 24;
/** How much is read of one request, its unpacked parts included. Far more than a login sends, and a limit to what a page can have us do. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_UNPACKED = 16 * 1024 * 1024;
/** How many words of one request are unpacked: a long text has many that look as if they could be. */
const MAX_WORDS = 20_000;

/** In more than that numbers are looked for only where all of it is text. */
const MAX_MIXED = 64 * 1024;
const NEXT = Buffer.from('\n');

/** A request that holds more than can be looked through. */
export class TooMuch extends Error {
  override readonly name = 'TooMuch';
}

/**
 * The bytes as they are, and as they read without the writings that hide a value: escapes of addresses and of JSON, packing, base64.
 * @throws TooMuch
 */
export function viewsOf(bytes: Buffer): Buffer[] {
  const views = new Map<string, Buffer>();
  const leaves: Buffer[] = [];
  let read = 0;
  let words = 0;
  const inWords = function* (text: string): Generator<Buffer> {
    for (const block of packedWords(text)) {
      words += 1;
      if (words > MAX_WORDS) return;
      yield* inflated(block);
    }
  };
  const add = (view: Buffer, depth: number): void => {
    if (view.length === 0) return;
    read += view.length;
    if (read > MAX_BYTES) throw new TooMuch();
    const key = view.toString('latin1');
    if (views.has(key)) return;
    views.set(key, view);
    const spelled = view.length > MAX_MIXED && !isUtf8(view) ? [] : spelledIn(key);
    // Searched, and not looked into any further: it would be as long as the text once more.
    if (spelled.length > 0) leaves.push(Buffer.concat(spelled.flatMap((part) => [part, NEXT])));
    if (QUOTED.test(key)) leaves.push(unquoted(key));
    const unbroken = withoutBreaks(key);
    if (unbroken !== key) leaves.push(Buffer.from(unbroken, 'latin1'));
    const inner = [...plainer(view, key), ...longest(spelled), ...unpacked(view, unbroken), ...inWords(key)];
    if (depth === 0 && inner.length > 0) throw new TooMuch();
    for (const one of inner) add(one, depth - 1);
  };
  add(bytes, MAX_DEPTH);
  return [...views.values(), ...leaves];
}

/** Those that may say something in another writing; there is no telling. */
const longest = (parts: readonly Buffer[]): readonly Buffer[] =>
  parts.length <= MAX_PARTS ? parts : [...parts].sort((a, b) => b.length - a.length).slice(0, MAX_PARTS);

/** Without one layer of escapes. */
function plainer(view: Buffer, text: string): Buffer[] {
  const found: Buffer[] = [];
  if (view.includes('%')) found.push(Buffer.from(text.replaceAll(/%([0-9a-f]{2})/gi, byCode), 'latin1'));
  if (/%u/i.test(text)) found.push(withoutPercentU(view));
  if (view.includes('\\')) found.push(withoutBackslashes(view));
  if (view.includes('&')) found.push(withoutReferences(view));
  return found;
}

const byCode = (_match: string, code: string): string => String.fromCharCode(Number.parseInt(code, 16));

/** Quoted-printable (RFC 2045 section 6.7). */
const QUOTED = /=(?:[0-9a-f]{2}|\r?\n)/i;
const unquoted = (text: string): Buffer =>
  Buffer.from(text.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9a-f]{2})/gi, byCode), 'latin1');

/** What `escape` of JavaScript makes of letters (ECMA-262 section B.2.1). */
const withoutPercentU = (view: Buffer): Buffer =>
  Buffer.from(view.toString('utf8').replaceAll(/%u([0-9a-f]{4})/gi, byCode), 'utf8');

const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Escapes of JSON and JavaScript (RFC 8259 section 7, ECMA-262 section 12.9.4). */
const withoutBackslashes = (view: Buffer): Buffer =>
  Buffer.from(
    view
      .toString('utf8')
      .replaceAll(/\\(?:u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\}|x([0-9a-f]{2})|(.))/gis, (match, u, braced, x, other) => {
        const code = u ?? braced ?? x;
        return code === undefined ? (SHORT[other] ?? other) : (character(Number.parseInt(code, 16)) ?? match);
      }),
    'utf8',
  );

/** Character references (HTML Standard, section 13.5). */
const withoutReferences = (view: Buffer): Buffer =>
  Buffer.from(
    view
      .toString('utf8')
      .replaceAll(
        /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));?/gi,
        (match, hex, decimal, name) =>
          (name === undefined
            ? character(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
            : REFERENCES.get(name.toLowerCase())) ?? match,
      ),
    'utf8',
  );

/** Those of ASCII: what a script that writes HTML or XML has to escape, and all that it may. */
const REFERENCES: ReadonlyMap<string, string> = new Map(
  `excl! quot" num# dollar$ percnt% amp& apos' lpar( rpar) ast* plus+ comma, period. sol/ colon: semi; lt< equals= gt> quest? commat@
   lsqb[ bsol\\ rsqb] hat^ lowbar_ grave\` lcub{ verbar| rcub}`
    .split(/\s+/)
    .map((one): [string, string] => [one.slice(0, -1), one.slice(-1)]),
);

/** One unit of UTF-16 may be half of a character: both halves come one after the other. */
const character = (code: number): string | null =>
  code < 0x10000 ? String.fromCharCode(code) : code <= 0x10ffff ? String.fromCodePoint(code) : null;

/** Base64 that is long enough to hold a value that is escaped. */
const RUN = /[A-Za-z0-9+/_-]{12,}={0,2}/g;
/** Many words are as long; what is packed or encrypted is longer. */
const MIN_PACKED = 24;
/** What stands before base64 may look like a part of it, in a text that is no longer than this. */
const MAX_GLUED = 16 * 1024;
const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);
/** How many parts of one view are looked into. */
const MAX_PARTS = 64;

/** What is packed in it: gzip wherever it begins (RFC 1952), deflate with or without its header from the first byte on (RFC 1950, 1951). */
function unpacked(view: Buffer, text: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = view.indexOf(GZIP), n = 0; at >= 0 && n < MAX_PARTS; at = view.indexOf(GZIP, at + 1), n++)
    found.push(...inflated(view.subarray(at + gzipHeader(view.subarray(at)))));
  if (!isText(view)) found.push(...inflated(view), ...inflated(view.subarray(2)));
  for (const [run] of text.matchAll(RUN)) {
    const decoded = unBase64(run);
    found.push(...(run.length < MIN_PACKED ? decoded.filter(isWords) : decoded));
  }
  return found;
}

function unBase64(run: string): Buffer[] {
  if (run.length > MAX_GLUED) return [Buffer.from(run, 'base64')];
  const shifted = [0, 1, 2, 3].map((offset) => Buffer.from(run.slice(offset), 'base64'));
  return [...shifted, Buffer.from([...run].reverse().join(''), 'base64')];
}

const isControl = (byte: number): boolean => byte < 0x20 || byte === 0x7f;

/** Whether bytes can be something that a person types, escaped or not. */
const isWords = (view: Buffer): boolean => !view.some(isControl) && isUtf8(view);

/** Flags of a header of gzip: what follows its first ten bytes. */
const [HEADER_CHECK, EXTRA, NAME, COMMENT] = [2, 4, 8, 16];

/** Length of the header (RFC 1952 section 2.3). */
function gzipHeader(member: Buffer): number {
  const flags = member[3] ?? 0;
  let at = 10;
  if (flags & EXTRA) at += 2 + (member.length < at + 2 ? 0 : member.readUInt16LE(at));
  for (const text of [NAME, COMMENT]) if (flags & text) at = member.indexOf(0, at) + 1 || member.length;
  return at + (flags & HEADER_CHECK ? 2 : 0);
}

/** Deflate as far as it goes: it may be cut off, and something else may follow it. */
function inflated(bytes: Buffer): Buffer[] {
  if (isNoDeflate(bytes)) return [];
  try {
    return [inflateRawSync(bytes, { maxOutputLength: MAX_UNPACKED, finishFlush: constants.Z_SYNC_FLUSH })];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new TooMuch();
    return [];
  }
}

/** Base64 is cut into lines (RFC 2045 section 6.8). */
const withoutBreaks = (text: string): string =>
  text.replaceAll(/(?<=[A-Za-z0-9+/_-]{4})\r?\n[ \t]*(?=[A-Za-z0-9+/_-]{2})/g, '');

const LOOKED_AT = 256;

/** Whether the first bytes are those of a text. */
const isText = (view: Buffer): boolean =>
  view
    .subarray(0, LOOKED_AT)
    .every((byte) => byte === 0x09 || byte === 0x0a || byte === 0x0d || (byte >= 0x20 && byte < 0x7f));
