import { CompactSign, exportJWK, generateKeyPair } from 'jose';
import type { PublishedKey } from '../../../contract/index.js';
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import { toText } from '../store/times.js';
import type { Db } from '../store/transaction.js';

export const privateKeyAt = (kid: string): FieldRef => ({
  table: 'sealing_keys',
  id: kid,
  field: 'private_key',
  version: 1,
});

/** `subject` and `kid` of a new key and its times, in ms since the epoch. */
interface NewKey {
  readonly subject: string;
  readonly kid: string;
  /** Nothing must be sealed to it after that. */
  readonly notAfter: number;
  /** The private key goes then. */
  readonly deleteAt: number;
}

/**
 * Makes an X25519 key pair (RFC 8037), stores the private part encrypted and signs the public part with the vault's identity.
 * @returns compact JWS, see contract/published-key
 */
export async function makeSealingKey(ctx: VaultContext, db: Db, key: NewKey): Promise<string> {
  const pair = await generateKeyPair('ECDH-ES', { crv: 'X25519', extractable: true });
  const { kid, subject } = key;
  const content: PublishedKey = { kid, subject, jwk: await exportJWK(pair.publicKey), not_after: toText(key.notAfter) };
  const published = await new CompactSign(Buffer.from(JSON.stringify(content)))
    .setProtectedHeader({ alg: 'EdDSA', jwk: ctx.identity.publicJwk })
    .sign(ctx.identity.privateKey);
  const privateJwk = JSON.stringify(await exportJWK(pair.privateKey));
  await db
    .insertInto('sealing_keys')
    .values({
      kid,
      subject,
      published,
      private_key: await ctx.records.seal(db, privateKeyAt(kid), privateJwk),
      created_at: ctx.clock(),
      delete_at: key.deleteAt,
    })
    .execute();
  return published;
}
