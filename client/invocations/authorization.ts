import type { StartAuthorization, StartRequest } from '../../contract/agent/start-authorization.js';
import { encodeEnvelope } from '../../contract/sealing/envelope.js';
import { seal } from '../../contract/sealing/seal.js';
import type { Caller } from '../caller.js';

/**
 * Seals what entitles to start a login: the caller's access key, for this invocation of this agent alone.
 * @throws AgentAuthError `unauthorized` without an access key, `untrusted_vault`
 */
export async function authorizeStart(
  caller: Caller,
  place: { readonly invocation: string; readonly agent: string },
  what: Omit<StartRequest, 'access_key'>,
): Promise<StartAuthorization> {
  const { text: access_key } = await caller.accessKey();
  const key = await caller.vaultKey.get();
  const request: StartRequest = { access_key, ...what };
  return { kid: key.kid, sealed: await seal(encodeEnvelope(request), key, { purpose: 'start', ...place }) };
}
