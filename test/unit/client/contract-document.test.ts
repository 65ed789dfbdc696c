import {
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type JsonWebKey,
} from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  type Entitlement,
  ERRORS,
  hashOfSealed,
  messages,
  openShown,
  openText,
  type Place,
  readPublishedKey,
  type Shown,
  WORKFLOWS,
} from '../../../contract/index.js';

const read = (file: string): Promise<string> => readFile(new URL(`../../../docs/${file}`, import.meta.url), 'utf8');
const vector = JSON.parse(await read('vectors/sealing.json')) as {
  pin: string;
  published_key: string;
  private_jwk: JsonWebKey;
  kid: string;
  place: Extract<Place, { purpose: 'answer' }>;
  value: string;
  sealed: string;
  entitlement: { place: Extract<Place, { purpose: 'entitlement' }>; plain: Entitlement; sealed: string };
  choice: { plain: Entitlement; sealed: string };
  shown: { view_key: string; plain: Shown; sealed: string };
};

const u32 = (number: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
};

/** Opens a sealed value as docs/contract.md says, from primitives alone: what an implementation in another language has to do. */
function openByTheBook(sealed: string, privateJwk: JsonWebKey): { header: Record<string, unknown>; padded: Buffer } {
  const [protectedHeader = '', , iv = '', ciphertext = '', tag = ''] = sealed.split('.');
  const header = JSON.parse(Buffer.from(protectedHeader, 'base64url').toString());
  const privateKey = createPrivateKey({ key: privateJwk, format: 'jwk' });
  const publicKey = createPublicKey({ key: header.epk, format: 'jwk' });
  const shared = diffieHellman({ privateKey, publicKey });
  const algorithm = Buffer.from('A256GCM');
  const otherInfo = Buffer.concat([u32(algorithm.length), algorithm, u32(0), u32(0), u32(256)]);
  const key = createHash('sha256')
    .update(Buffer.concat([u32(1), shared, otherInfo]))
    .digest();
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'));
  decipher.setAAD(Buffer.from(protectedHeader, 'ascii'));
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  return { header, padded: Buffer.concat([decipher.update(Buffer.from(ciphertext, 'base64url')), decipher.final()]) };
}

describe('the worked example of docs/contract.md', () => {
  it('is read by the contract', async () => {
    const key = await readPublishedKey(vector.published_key, vector.place.invocation, vector.pin);
    expect(key.kid).toBe(vector.kid);
    const privateKey = await importJWK(vector.private_jwk as never, 'ECDH-ES');
    await expect(openText(vector.sealed, privateKey as never, vector.kid, vector.place)).resolves.toBe(vector.value);
  });

  it('is read by the book, from primitives alone', () => {
    const { header, padded } = openByTheBook(vector.sealed, vector.private_jwk);
    expect(header).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM', kid: vector.kid, ...vector.place });
    expect(padded.length % 64).toBe(0);
    const length = padded.readUInt32BE(0);
    expect(padded.subarray(4, 4 + length).toString()).toBe(vector.value);
    expect([...padded.subarray(4 + length)].every((byte) => byte === 0)).toBe(true);
  });

  it('says by the book what entitles to an answer, and to which', async () => {
    const { place, plain, sealed } = vector.entitlement;
    const { header, padded } = openByTheBook(sealed, vector.private_jwk);
    expect(header).toMatchObject({ kid: vector.kid, ...place });
    expect(JSON.parse(padded.subarray(4, 4 + padded.readUInt32BE(0)).toString())).toEqual(plain);
    const hash = createHash('sha256').update(vector.sealed, 'ascii').digest('base64url');
    expect(plain.answer).toEqual({ field_values: { password: hash } });
    expect(await hashOfSealed(vector.sealed)).toBe(hash);
    const choice = openByTheBook(vector.choice.sealed, vector.private_jwk).padded;
    expect(JSON.parse(choice.subarray(4, 4 + choice.readUInt32BE(0)).toString())).toEqual(vector.choice.plain);
  });

  it('shows by the book what a site wrote', async () => {
    const { view_key, plain, sealed } = vector.shown;
    const [protectedHeader = '', encryptedKey, iv = '', ciphertext = '', tag = ''] = sealed.split('.');
    expect(encryptedKey).toBe('');
    expect(JSON.parse(Buffer.from(protectedHeader, 'base64url').toString())).toEqual({ alg: 'dir', enc: 'A256GCM' });
    const key = Buffer.from(view_key, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'));
    decipher.setAAD(Buffer.from(protectedHeader, 'ascii'));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    const padded = Buffer.concat([decipher.update(Buffer.from(ciphertext, 'base64url')), decipher.final()]);
    expect(padded.length % 64).toBe(0);
    expect(JSON.parse(padded.subarray(4, 4 + padded.readUInt32BE(0)).toString())).toEqual(plain);
    expect(await openShown(sealed, view_key)).toEqual(plain);
  });

  it('stands in the document as it is in the file', async () => {
    const text = await read('contract.md');
    const entitlements = [
      vector.entitlement.sealed,
      vector.choice.sealed,
      JSON.stringify(vector.entitlement.plain, null, 2),
      vector.shown.view_key,
      vector.shown.sealed,
      JSON.stringify(vector.shown.plain, null, 2),
    ];
    for (const part of [
      ...entitlements,
      vector.sealed,
      vector.published_key,
      vector.pin,
      String(vector.private_jwk.d),
      vector.value,
    ])
      expect(text).toContain(part);
  });
});

describe('docs/contract.md', () => {
  it('says of every error what the code says', async () => {
    const text = (await read('contract.md')).replace(/ +/g, ' ');
    for (const [code, { status, message, next }] of Object.entries(ERRORS))
      expect(text).toContain(`| \`${code}\` | ${status} | ${message} | ${next} |`);
  });

  it('names every workflow, message and step', async () => {
    const text = await read('contract.md');
    const names = [
      ...Object.values(WORKFLOWS),
      ...Object.values(messages.invocation),
      ...Object.values(messages.agent),
    ];
    for (const name of names) expect(text).toContain(`\`${typeof name === 'string' ? name : name.name}\``);
  });
});
