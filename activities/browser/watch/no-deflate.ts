/**
 * Whether bytes can't be deflate (RFC 1951), by their first block: nearly all that is not deflate is ruled out, for a hundredth of what a failed
 * decompression costs. What is cut off in the middle may be deflate.
 */
export function isNoDeflate(bytes: Buffer): boolean {
  const bits = new Bits(bytes);
  bits.take(1);
  switch (bits.take(2)) {
    case STORED:
      return isNoStored(bytes);
    case FIXED:
      return isNoFixed(bits);
    case DYNAMIC:
      return isNoDynamic(bits);
    default:
      return true;
  }
}

/** Types of blocks (RFC 1951 section 3.2.3); there is no fourth one. */
const [STORED, FIXED, DYNAMIC] = [0, 1, 2];

/** Section 3.2.4: the length is said twice, the second time with all its bits turned. */
const isNoStored = (bytes: Buffer): boolean =>
  bytes.length >= 5 && (bytes.readUInt16LE(1) ^ bytes.readUInt16LE(3)) !== 0xffff;

const [MAX_LITERALS, MAX_DISTANCES] = [29, 29];
/** Codes of code lengths have up to seven bits; together they must use up all of what seven bits can say. */
const ALL_OF_SEVEN_BITS = 128;

/** Section 3.2.7: how many codes there are, and the lengths of the codes that their lengths are written in. */
function isNoDynamic(bits: Bits): boolean {
  const [literals, distances, count] = [bits.take(5), bits.take(5), bits.take(4) + 4];
  let used = 0;
  for (let at = 0; at < count; at += 1) {
    const length = bits.take(3);
    if (length > 0) used += ALL_OF_SEVEN_BITS >> length;
  }
  return !bits.isOver && (literals > MAX_LITERALS || distances > MAX_DISTANCES || used !== ALL_OF_SEVEN_BITS);
}

/** Of the lengths of section 3.2.5, those that have further bits begin with the ninth; then each group of four has one more. */
const extraOfLength = (code: number): number => (code < 8 || code === 28 ? 0 : (code >> 2) - 1);
const LENGTHS = 29;

/** Section 3.2.6: characters come until something is copied, and that must be there already. */
function isNoFixed(bits: Bits): boolean {
  for (let characters = 0; !bits.isOver; characters += 1) {
    const code = fixedCode(bits);
    if (code === END) return false;
    if (code < END) continue;
    if (code - END > LENGTHS) return !bits.isOver;
    bits.take(extraOfLength(code - END - 1));
    const distance = bits.code(5);
    if (bits.isOver) return false;
    if (distance > MAX_DISTANCES) return true;
    const extra = distance < 4 ? 0 : (distance >> 1) - 1;
    const base = distance < 4 ? distance : (2 + (distance & 1)) << extra;
    const back = 1 + base + bits.take(extra);
    return !bits.isOver && back > characters;
  }
  return false;
}

/** End of a block; below are characters, above are lengths. */
const END = 256;

/** The next code of the fixed table: seven, eight or nine bits. */
function fixedCode(bits: Bits): number {
  const seven = bits.code(7);
  if (seven < 0b0011000) return END + seven;
  const eight = (seven << 1) | bits.take(1);
  if (eight < 0b11000000) return eight - 0b00110000;
  if (eight < 0b11001000) return 280 + eight - 0b11000000;
  return 144 + ((eight << 1) | bits.take(1)) - 0b110010000;
}

/** Bits of bytes, the lowest first (section 3.1.1). Beyond the end they are 0. */
class Bits {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Whether more were taken than there are. */
  get isOver(): boolean {
    return this.#at > this.#bytes.length * 8;
  }

  /** A number, its lowest bit first. */
  take(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit += 1) value |= this.#next() << bit;
    return value;
  }

  /** A code, its highest bit first. */
  code(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit += 1) value = (value << 1) | this.#next();
    return value;
  }

  #next(): number {
    const bit = ((this.#bytes[this.#at >> 3] ?? 0) >> (this.#at & 7)) & 1;
    this.#at += 1;
    return bit;
  }
}
