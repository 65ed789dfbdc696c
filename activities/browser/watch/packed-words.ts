/** Deflate that stands in a text as a word of base64, however short: a password comes to some ten letters there. */

const WORD = /[A-Za-z0-9+/_-]{6,}/g;
/** What a word may be glued to: the parts of a path before it, names with a dash. */
const GLUE = /[/_-]/g;
/** How many of them are looked behind. */
const MAX_GLUED = 8;
const ZLIB = 0x78;
/** Three bits say that a block is the last one, and that it is packed (RFC 1951 section 3.2.3): what is short is one block. */
const LAST_BLOCKS = [0b011, 0b101];

/** Bytes that may be such a block, without a header of zlib (RFC 1950): about one word of four. */
export function* packedWords(text: string): Generator<Buffer> {
  for (const [word] of text.matchAll(WORD))
    for (const start of startsIn(word)) {
      const block = blockIn(word, start);
      if (block !== null) yield block;
    }
}

function* startsIn(word: string): Generator<number> {
  yield 0;
  let glued = 0;
  for (const { index } of word.matchAll(GLUE)) {
    if (glued === MAX_GLUED) return;
    glued += 1;
    yield index + 1;
  }
}

function blockIn(word: string, start: number): Buffer | null {
  const head = Buffer.from(word.slice(start, start + 4), 'base64');
  const skipped = head[0] === ZLIB ? 2 : 0;
  const first = head[skipped];
  if (first === undefined || !LAST_BLOCKS.includes(first & 7)) return null;
  return Buffer.from(word.slice(start), 'base64').subarray(skipped);
}
