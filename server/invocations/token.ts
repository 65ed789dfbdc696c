import { hkdfSync } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { AgentAuthError } from '../../contract/errors.js';

const ISSUER = 'temporal-agent-auth';
const AUDIENCE = 'invocation';
const LIFETIME = '30m';

/** Tokens of the hosted page: the right to see and answer one invocation, for half an hour. */
export interface InvocationTokens {
  /** @returns compact JWT (RFC 7519) */
  issue(invocationId: string): Promise<string>;
  /**
   * @returns the invocation that the token is for
   * @throws AgentAuthError `unauthorized`, whatever the reason
   */
  check(token: string): Promise<string>;
}

/**
 * HS256 with a key that is derived (HKDF, RFC 5869) from the server's own access key: tokens survive a restart, all servers with that key
 * take them, and nothing more has to be kept.
 */
export function invocationTokens(ownAccessKey: string): InvocationTokens {
  const key = new Uint8Array(hkdfSync('sha256', ownAccessKey, '', 'temporal-agent-auth invocation token v1', 32));
  return {
    issue: (invocation_id) =>
      new SignJWT({ invocation_id })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(LIFETIME)
        .sign(key),
    async check(token) {
      try {
        const { payload } = await jwtVerify<{ invocation_id: string }>(token, key, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          audience: AUDIENCE,
          requiredClaims: ['exp'],
        });
        return payload.invocation_id;
      } catch {
        throw new AgentAuthError('unauthorized');
      }
    },
  };
}
