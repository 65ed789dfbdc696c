import { type CryptoKey, exportJWK, generateKeyPair } from 'jose';
import { decodeEnvelope, encodeEnvelope } from '../../contract/envelope.js';
import { AgentAuthError } from '../../contract/errors.js';
import { open, type SealingKey, seal } from '../../contract/seal.js';
import type { VaultOperation, VaultOperations, VaultRequest } from '../../contract/vault-calls.js';
import type { Caller } from '../caller.js';
import { randomId } from '../random.js';
import { runVaultCall } from './vault-key.js';

/** Temporal takes payloads of up to 2 MB; the rest is for the message around it. */
const MAX_SEALED_LENGTH = 1_500_000;

/** A key pair for one call: the reply can be opened here and nowhere else, and not after the call. */
async function makeReplyKey(): Promise<{ readonly public: SealingKey; readonly private: CryptoKey }> {
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'X25519' });
  return { public: { kid: randomId(), jwk: await exportJWK(publicKey) }, private: privateKey };
}

async function callOnce<Op extends VaultOperation>(
  caller: Caller,
  op: Op,
  params: VaultOperations[Op][0],
): Promise<VaultOperations[Op][1]> {
  const { text } = await caller.accessKey();
  const key = await caller.vaultKey.get();
  const reply = await makeReplyKey();
  const call = `vault_${op}_${randomId()}`;
  const request: VaultRequest<Op> = { access_key: text, params, reply_key: reply.public };
  const sealed = await seal(encodeEnvelope(request), key, { purpose: 'call', op, call });
  if (sealed.length > MAX_SEALED_LENGTH) throw new AgentAuthError('session_too_large');
  const answer = await runVaultCall(caller, call, { request: { op, sealed, kid: key.kid } });
  const plain = await open(answer, reply.private, reply.public.kid, { purpose: 'reply', call });
  return decodeEnvelope(plain) as VaultOperations[Op][1];
}

/**
 * Makes a sealed call of the vault.
 * @param params trusted: checked by the verb that calls
 * @throws AgentAuthError the vault's code; `worker_unavailable` when none answered
 */
export async function callVault<Op extends VaultOperation>(
  caller: Caller,
  op: Op,
  params: VaultOperations[Op][0],
): Promise<VaultOperations[Op][1]> {
  try {
    return await callOnce(caller, op, params);
  } catch (error) {
    if (!(error instanceof AgentAuthError) || error.code !== 'wrong_key') throw error;
    // The vault has another key by now, for instance restored from a backup. Nothing was carried out.
    caller.vaultKey.forget();
    return callOnce(caller, op, params);
  }
}
