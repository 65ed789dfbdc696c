/** What Google Authenticator exports: a message of Protocol Buffers, with one or more accounts, in the address of its QR code. */
import protobuf from 'protobufjs/minimal.js';
import { checkLength } from './base32.js';
import { invalidTotp } from './problems.js';
import type { TotpSecret } from './secret.js';

export interface MigratedSecret {
  readonly issuer: string;
  readonly totp: TotpSecret;
}

interface Parameters {
  secret: Uint8Array;
  issuer: string;
  algorithm: number;
  digits: number;
  type: number;
}

const HOTP = 1;
const ALGORITHMS: Readonly<Record<number, 'sha1' | 'sha256' | 'sha512'>> = {
  0: 'sha1',
  1: 'sha1',
  2: 'sha256',
  3: 'sha512',
};
const DIGITS: Readonly<Record<number, 6 | 8>> = { 0: 6, 1: 6, 2: 8 };

function readParameters(reader: protobuf.Reader, end: number): Parameters {
  const read: Parameters = { secret: new Uint8Array(), issuer: '', algorithm: 0, digits: 0, type: 0 };
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === 0o12) read.secret = reader.bytes();
    else if (tag === 0o32) read.issuer = reader.string();
    else if (tag === 0o40) read.algorithm = reader.int32();
    else if (tag === 0o50) read.digits = reader.int32();
    else if (tag === 0o60) read.type = reader.int32();
    else reader.skipType(tag & 7);
  }
  return read;
}

function readAll(bytes: Uint8Array): Parameters[] {
  const reader = protobuf.Reader.create(bytes);
  const found: Parameters[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag !== 0o12) reader.skipType(tag & 7);
    else found.push(readParameters(reader, reader.uint32() + reader.pos));
  }
  return found;
}

function migrated({ secret, issuer, ...read }: Parameters): MigratedSecret {
  const algorithm = ALGORITHMS[read.algorithm];
  const digits = DIGITS[read.digits];
  if (algorithm === undefined) throw invalidTotp('unsupported_algorithm');
  if (digits === undefined) throw invalidTotp('unsupported_digits');
  // The app knows this period only.
  return {
    issuer,
    totp: { bytes: checkLength(Uint8Array.from(secret)), algorithm, digits, period: 30 },
  };
}

/**
 * The TOTP secrets of an export; those that count are left out.
 * @throws AgentAuthError `invalid_totp_secret`
 */
export function parseMigration(text: string): MigratedSecret[] {
  const written = /[?&]data=([^&#]*)/i
    .exec(text)?.[1]
    ?.replaceAll(/%2b/gi, '+')
    .replaceAll(/%2f/gi, '/')
    .replaceAll(/%3d/gi, '=');
  const data = written?.replaceAll(/\s/g, '+');
  if (data === undefined || !/^[\w+/-]+={0,2}$/.test(data)) throw invalidTotp('broken_export');
  let all: Parameters[];
  try {
    all = readAll(Buffer.from(data, 'base64'));
  } catch {
    throw invalidTotp('broken_export');
  }
  if (all.length === 0) throw invalidTotp('broken_export');
  return all.filter(({ type }) => type !== HOTP).map(migrated);
}
