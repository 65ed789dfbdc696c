/** RFC 4648 section 6. */
export const BASE32_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Letters and digits that nobody mixes up, as addresses of Bitcoin have them. */
const BASE58_LETTERS = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

const bitsOf = (bytes: Buffer): string => [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');

const lettersOf = (bits: string): string =>
  (bits.match(/.{5}/g) ?? []).map((five) => BASE32_LETTERS[Number.parseInt(five, 2)]).join('');

/** Without padding. */
export function base32Of(bytes: Buffer): string {
  const bits = bitsOf(bytes);
  return lettersOf(bits.padEnd(Math.ceil(bits.length / 5) * 5, '0'));
}

/** What base32 makes of bytes inside a longer text: by where they begin, each without the letters that depend on what stands around them. */
export const base32Parts = (bytes: Buffer): string[] =>
  [0, 1, 2, 3, 4].map((offset) => lettersOf(bitsOf(bytes).slice((5 - ((offset * 8) % 5)) % 5)));

/** One number of all bytes, so that it is found only where it stands for the value alone. */
export function base58(bytes: Buffer): string {
  const digits: string[] = [];
  for (let rest = BigInt(`0x0${bytes.toString('hex')}`); rest > 0n; rest /= 58n)
    digits.push(BASE58_LETTERS[Number(rest % 58n)] as string);
  return digits.reverse().join('');
}
