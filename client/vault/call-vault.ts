import { type CryptoKey, exportJWK, generateKeyPair } from 'jose';
import { hasCode } from '../../contract/errors/has-code.js';
import { decodeEnvelope, encodeEnvelope } from '../../contract/sealing/envelope.js';
import type { Pieces } from '../../contract/sealing/pieces.js';
import { open, type SealingKey, seal } from '../../contract/sealing/seal.js';
import type { VaultOperation, VaultOperations, VaultRequest } from '../../contract/vault-calls.js';
import type { Caller } from '../caller.js';
import { randomId } from '../random.js';
import { fetchPieces, isLarge, sendPieces } from './pieces.js';
import { runVaultCall } from './vault-key.js';

/** What a caller asks for, without what entitles to it. */
type Asked = Omit<VaultRequest, 'access_key' | 'reply_key'>;

/** A key pair for one call: the reply can be opened here and nowhere else, and not after the call. */
async function makeReplyKey(): Promise<{ readonly public: SealingKey; readonly private: CryptoKey }> {
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'X25519' });
  return { public: { kid: randomId(), jwk: await exportJWK(publicKey) }, private: privateKey };
}

/** One workflow of a call; what it carries fits into a payload. */
async function callOnce(caller: Caller, op: VaultOperation, asked: Asked): Promise<unknown> {
  const { text } = await caller.accessKey();
  const key = await caller.vaultKey.get();
  const reply = await makeReplyKey();
  const call = `vault_${op}_${randomId()}`;
  const request: VaultRequest = { access_key: text, ...asked, reply_key: reply.public };
  const sealed = await seal(encodeEnvelope(request), key, { purpose: 'call', op, call });
  const answer = await runVaultCall(caller, call, { request: { op, sealed, kid: key.kid } });
  return decodeEnvelope(await open(answer, reply.private, reply.public.kid, { purpose: 'reply', call }));
}

async function callTwice(caller: Caller, op: VaultOperation, asked: Asked): Promise<unknown> {
  try {
    return await callOnce(caller, op, asked);
  } catch (error) {
    if (!hasCode(error, 'wrong_key')) throw error;
    // The vault has another key by now, for instance restored from a backup. Nothing was carried out.
    caller.vaultKey.forget();
    return callOnce(caller, op, asked);
  }
}

/**
 * Makes a sealed call of the vault. What is too large for one goes in several (see contract/sealing/pieces.ts).
 * @param params trusted: checked by the verb that calls
 * @throws AgentAuthError the vault's code; `worker_unavailable` when none answered
 */
export async function callVault<Op extends VaultOperation>(
  caller: Caller,
  op: Op,
  params: VaultOperations[Op][0],
): Promise<VaultOperations[Op][1]> {
  const call = (piece: VaultOperation, of: VaultOperations[VaultOperation][0]) =>
    callTwice(caller, piece, { params: of });
  const whole = encodeEnvelope(params);
  if (isLarge(whole)) {
    const pieces = await sendPieces(call, whole);
    return (await callTwice(caller, op, { params: null as never, pieces })) as VaultOperations[Op][1];
  }
  try {
    return (await callTwice(caller, op, { params })) as VaultOperations[Op][1];
  } catch (error) {
    if (!hasCode(error, 'session_too_large')) throw error;
    const { pieces } = (await callTwice(caller, op, { params, takes_pieces: true })) as { readonly pieces: Pieces };
    return decodeEnvelope(await fetchPieces(call, pieces)) as VaultOperations[Op][1];
  }
}
