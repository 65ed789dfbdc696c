/** The three spellings in which KeePass programs store what one-time codes are made of, as one address. */
import type { KdbxEntry } from 'kdbxweb';
import { textAt } from './fields.js';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

interface Parameters {
  readonly secret: string;
  readonly digits?: string | undefined;
  readonly period?: string | undefined;
  readonly algorithm?: string | undefined;
  readonly encoder?: string | undefined;
}

/** What is not said is empty, and stands for the usual. */
const uriOf = ({ secret, digits = '', period = '', algorithm = '', encoder = '' }: Parameters): string =>
  `otpauth://totp/keepass?${new URLSearchParams({ secret, digits, period, algorithm, encoder })}`;

function toBase32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** KeePassXC: an address, or `key=BASE32&step=30&size=6` of its earlier versions. */
function ofKeePassXc(text: string): string | null {
  if (text === '') return null;
  if (/^otpauth:/i.test(text)) return text;
  const pairs = new URLSearchParams(text);
  const secret = pairs.get('key');
  if (secret === null) return text;
  return uriOf({
    secret,
    digits: pairs.get('size') ?? '',
    period: pairs.get('step') ?? '',
    algorithm: pairs.get('otpHashMode') ?? '',
    encoder: pairs.get('encoder') ?? '',
  });
}

const HEX = /^(?:[0-9a-f]{2})+$/i;
const BASE64 = /^[a-z0-9+/]+={0,2}$/i;

/** Null where it is not what it is said to be: part of it would make wrong codes. */
function bytesOf(text: string, encoding: 'hex' | 'base64'): Buffer | null {
  const written = text.replaceAll(/\s/g, '');
  return (encoding === 'hex' ? HEX : BASE64).test(written) ? Buffer.from(written, encoding) : null;
}

/** KeePass 2.47 and later. */
function ofKeePass(entry: KdbxEntry): string | null {
  const at = (name: string): string => textAt(entry, name);
  const [text, hex, base64] = [at('TimeOtp-Secret'), at('TimeOtp-Secret-Hex'), at('TimeOtp-Secret-Base64')];
  const bytes = text ? Buffer.from(text) : hex ? bytesOf(hex, 'hex') : bytesOf(base64, 'base64');
  const secret = at('TimeOtp-Secret-Base32') || (bytes === null ? '' : toBase32(bytes));
  if (secret === '') return null;
  return uriOf({
    secret,
    digits: at('TimeOtp-Length'),
    period: at('TimeOtp-Period'),
    algorithm: at('TimeOtp-Algorithm'),
  });
}

/** The plug-in KeeTrayTOTP: `30;6`, and `S` for the letters of Steam. */
function ofPlugIn(entry: KdbxEntry): string | null {
  const secret = textAt(entry, 'TOTP Seed');
  const [period, digits] = textAt(entry, 'TOTP Settings').split(';');
  if (secret === '') return null;
  return digits === 'S' ? uriOf({ secret, period, encoder: 'steam' }) : uriOf({ secret, digits, period });
}

export const totpOf = (entry: KdbxEntry): string | null =>
  ofKeePassXc(textAt(entry, 'otp')) ?? ofKeePass(entry) ?? ofPlugIn(entry);
