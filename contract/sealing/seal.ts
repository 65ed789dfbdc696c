/**
 * Sealed values: JWE (RFC 7516) in compact form, ECDH-ES (RFC 7518 section 4.6) to an X25519 key (RFC 8037) with A256GCM.
 * The protected header names what the value is for and where it belongs; `open` refuses a value that was moved elsewhere.
 * Runs in Node and in browsers.
 */
import { CompactEncrypt, type CryptoKey, compactDecrypt, importJWK, type JWK } from 'jose';
import { AgentAuthError } from '../errors/errors.js';

/** A public X25519 key to seal to. */
export interface SealingKey {
  readonly kid: string;
  readonly jwk: JWK;
}

/** Where a sealed value belongs. Any difference between sealing and opening makes it unreadable. */
export type Place =
  /** A call of the vault: its operation and its workflow id. */
  | { readonly purpose: 'call'; readonly op: string; readonly call: string }
  /** What entitles to start a login: which invocation of which agent. */
  | { readonly purpose: 'start'; readonly invocation: string; readonly agent: string }
  /** The vault's answer to a call. */
  | { readonly purpose: 'reply'; readonly call: string }
  /** A value that a person gives: which invocation, which question of it, which field. */
  | { readonly purpose: 'answer'; readonly invocation: string; readonly step: number; readonly field: string }
  /** What entitles to an answer: which invocation, which question of it. */
  | { readonly purpose: 'entitlement'; readonly invocation: string; readonly step: number };

/** Values are padded to a multiple of this many bytes, so that a password's length does not show. */
const PAD_TO = 64;
const LENGTH_BYTES = 4;

/** Pads to the next step. */
export function pad(plain: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((plain.length + LENGTH_BYTES) / PAD_TO) * PAD_TO);
  new DataView(padded.buffer).setUint32(0, plain.length);
  padded.set(plain, LENGTH_BYTES);
  return padded;
}

export function unpad(padded: Uint8Array): Uint8Array {
  const length = new DataView(padded.buffer, padded.byteOffset, padded.byteLength).getUint32(0);
  return padded.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
}

/**
 * Seals bytes to a public key.
 * @returns compact JWE
 */
export async function seal(plain: Uint8Array, key: SealingKey, place: Place): Promise<string> {
  const recipient = await importJWK(key.jwk, 'ECDH-ES');
  return new CompactEncrypt(pad(plain))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: key.kid, ...place })
    .encrypt(recipient);
}

/**
 * Opens a sealed value.
 * @param kid the key's id, which the header must name
 * @throws AgentAuthError `unreadable_value`, whatever is wrong: a precise error would help an attacker
 */
export async function open(sealed: string, privateKey: CryptoKey, kid: string, place: Place): Promise<Uint8Array> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, privateKey, {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    const expected: Record<string, unknown> = { kid, ...place };
    const header: Record<string, unknown> = { ...protectedHeader };
    if (Object.keys(expected).some((name) => header[name] !== expected[name])) throw new Error('another place');
    return unpad(plaintext);
  } catch {
    throw new AgentAuthError('unreadable_value');
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Seals a text, for instance one field's value. */
export const sealText = (value: string, key: SealingKey, place: Place): Promise<string> =>
  seal(encoder.encode(value), key, place);

/** Seals what a person answers: each value for this question of the invocation, and for its own field only. */
export async function sealValues(
  values: Readonly<Record<string, string>>,
  key: SealingKey,
  at: { readonly invocation_id: string; readonly question: number },
): Promise<Record<string, string>> {
  const seal = async ([field, value]: [string, string]): Promise<[string, string]> => [
    field,
    await sealText(value, key, { purpose: 'answer', invocation: at.invocation_id, step: at.question, field }),
  ];
  return Object.fromEntries(await Promise.all(Object.entries(values).map(seal)));
}

/** Opens a text sealed by `sealText`. */
export const openText = async (sealed: string, privateKey: CryptoKey, kid: string, place: Place): Promise<string> =>
  decoder.decode(await open(sealed, privateKey, kid, place));
