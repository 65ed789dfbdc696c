/**
 * The vault publishes its public keys signed by its identity key (Ed25519, RFC 8037), and an access key names that identity.
 * So a caller with an access key notices when somebody else with access to Temporal impersonates the vault.
 */
import { calculateJwkThumbprint, compactVerify, EmbeddedJWK, type JWK } from 'jose';
import { AgentAuthError } from '../errors/errors.js';
import type { SealingKey } from './seal.js';

/** What a published key says. */
export interface PublishedKey extends SealingKey {
  /** RFC 3339 time after which nothing may be sealed to it. */
  readonly not_after: string;
  /** What it is for: `vault`, or the id of an invocation. */
  readonly subject: string;
}

/**
 * Reads a published key (compact JWS, RFC 7515, the identity key in its header).
 * @param pin thumbprint (RFC 7638) of the identity that must have signed it; null accepts any signer
 * @throws AgentAuthError `untrusted_vault`
 */
export async function readPublishedKey(jws: string, subject: string, pin: string | null): Promise<PublishedKey> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, EmbeddedJWK, { algorithms: ['EdDSA', 'Ed25519'] });
    if (pin !== null && (await calculateJwkThumbprint(protectedHeader.jwk as JWK)) !== pin)
      throw new Error('another identity');
    const key: PublishedKey = JSON.parse(new TextDecoder().decode(payload));
    if (key.subject !== subject) throw new Error('another subject');
    return key;
  } catch {
    throw new AgentAuthError('untrusted_vault');
  }
}

/** An access key as a caller holds it: `aak.<id>.<secret>.<pin>`, each part base64url. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly pin: string;
}

/** @throws AgentAuthError `unauthorized` */
export function parseAccessKey(text: string): AccessKey {
  const match = /^aak\.([\w-]{8,})\.([\w-]{43})\.([\w-]{43})$/.exec(text.trim());
  if (!match) throw new AgentAuthError('unauthorized');
  const [, id, secret, pin] = match as unknown as [string, string, string, string];
  return { id, secret, pin };
}
