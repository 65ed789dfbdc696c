import { hkdfSync } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { AgentAuthError } from '../../contract/errors/errors.js';

const ISSUER = 'temporal-agent-auth';
const AUDIENCE = 'invocation';
const LIFETIME = '30m';

/** What a token gives: the right to see one invocation, and the link's code, which entitles to its answers. */
export interface LinkHolder {
  readonly invocation_id: string;
  readonly link_code: string;
}

/** Tokens of the hosted page: the right to see and answer one invocation, for half an hour. */
export interface InvocationTokens {
  /** @returns compact JWT (RFC 7519), encrypted: who holds it can't take the code out, which is good for longer */
  issue(holder: LinkHolder): Promise<string>;
  /** @throws AgentAuthError `unauthorized`, whatever the reason */
  check(token: string): Promise<LinkHolder>;
}

/**
 * Encrypted (A256GCM) with a key that is derived (HKDF, RFC 5869) from the server's own access key: tokens survive a restart, all servers with
 * that key take them, and nothing more has to be kept.
 */
export function invocationTokens(ownAccessKey: string): InvocationTokens {
  const key = new Uint8Array(hkdfSync('sha256', ownAccessKey, '', 'temporal-agent-auth invocation token v2', 32));
  return {
    issue: (holder) =>
      new EncryptJWT({ ...holder })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(LIFETIME)
        .encrypt(key),
    async check(token) {
      try {
        const { payload } = await jwtDecrypt<LinkHolder>(token, key, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
          issuer: ISSUER,
          audience: AUDIENCE,
          requiredClaims: ['exp', 'invocation_id', 'link_code'],
        });
        return { invocation_id: payload.invocation_id, link_code: payload.link_code };
      } catch {
        throw new AgentAuthError('unauthorized');
      }
    },
  };
}
