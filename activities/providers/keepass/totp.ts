/** The three spellings in which KeePass programs store what one-time codes are made of, as one address. */
import type { KdbxEntry } from 'kdbxweb';
import { textAt } from './fields.js';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

interface Parameters {
  readonly secret: string;
  readonly digits?: string | undefined;
  readonly period?: string | undefined;
  readonly algorithm?: string | undefined;
}

const orDefault = (text: string | undefined, otherwise: string): string =>
  text === undefined || text === '' ? otherwise : text;

const uriOf = ({ secret, digits, period, algorithm }: Parameters): string => {
  const parameters = new URLSearchParams({
    secret: secret.replaceAll(/[\s=-]/g, ''),
    digits: orDefault(digits, '6'),
    period: orDefault(period, '30'),
    algorithm: orDefault(algorithm, 'SHA1'),
  });
  return `otpauth://totp/keepass?${parameters}`;
};

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
  });
}

/** KeePass 2.47 and later. */
function ofKeePass(entry: KdbxEntry): string | null {
  const at = (name: string): string => textAt(entry, name);
  const encoded: readonly [string, BufferEncoding][] = [
    [at('TimeOtp-Secret'), 'utf8'],
    [at('TimeOtp-Secret-Hex'), 'hex'],
    [at('TimeOtp-Secret-Base64'), 'base64'],
  ];
  const [text, encoding] = encoded.find(([one]) => one !== '') ?? ['', 'utf8'];
  const secret =
    at('TimeOtp-Secret-Base32') || toBase32(Buffer.from(text.replaceAll(encoding === 'utf8' ? '' : ' ', ''), encoding));
  if (secret === '') return null;
  const algorithm = at('TimeOtp-Algorithm').replace(/^HMAC-SHA-/, 'SHA');
  return uriOf({ secret, digits: at('TimeOtp-Length'), period: at('TimeOtp-Period'), algorithm });
}

/** The plug-in KeeTrayTOTP: `30;6`, and `S` for codes of letters, which no field of a login takes from us. */
function ofPlugIn(entry: KdbxEntry): string | null {
  const secret = textAt(entry, 'TOTP Seed');
  const [period, digits] = textAt(entry, 'TOTP Settings').split(';');
  return secret === '' || digits === 'S' ? null : uriOf({ secret, digits, period });
}

export const totpOf = (entry: KdbxEntry): string | null =>
  ofKeePassXc(textAt(entry, 'otp')) ?? ofKeePass(entry) ?? ofPlugIn(entry);
