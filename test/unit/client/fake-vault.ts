import { CompactSign, type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { Caller } from '../../../client/caller.js';
import { remember } from '../../../client/vault/remember.js';
import { fetchVaultKey, isUsable } from '../../../client/vault/vault-key.js';
import { decodeEnvelope, encodeEnvelope } from '../../../contract/sealing/envelope.js';
import { parseAccessKey } from '../../../contract/sealing/published-key.js';
import { open, seal } from '../../../contract/sealing/seal.js';
import type { VaultCallInput, VaultRequest } from '../../../contract/vault-calls.js';
import { fakeTemporal } from './fake-temporal.js';

export interface Identity {
  readonly pin: string;
  publish(subject: string, kid: string, publicKey: CryptoKey, notAfter: Date): Promise<string>;
}

/** The identity by which a vault signs the keys that it publishes. */
export async function makeIdentity(): Promise<Identity> {
  const { publicKey, privateKey } = await generateKeyPair('Ed25519', { extractable: true });
  const jwk = await exportJWK(publicKey);
  return {
    pin: await calculateJwkThumbprint(jwk),
    async publish(subject, kid, key, notAfter) {
      const said = { kid, jwk: await exportJWK(key), subject, not_after: notAfter.toISOString() };
      return new CompactSign(new TextEncoder().encode(JSON.stringify(said)))
        .setProtectedHeader({ alg: 'Ed25519', jwk })
        .sign(privateKey);
    },
  };
}

export const accessKeyOf = (pin: string): string => `aak.testkey1.${'s'.repeat(43)}.${pin}`;

export interface FakeVault {
  readonly identity: Identity;
  /** Sealed inputs as Temporal saw them. */
  readonly seen: VaultCallInput[];
  /** How often the published key was asked for. */
  published: number;
  execute(type: string, options: { workflowId: string; args: [VaultCallInput] }): Promise<string>;
}

/** The vault's side of a sealed call, with real cryptography and answers by the test. */
export async function fakeVault(
  answer: (op: string, params: unknown, call: string) => unknown,
  { kid = 'vault-key-1', lifetimeMs = 86_400_000 } = {},
): Promise<FakeVault> {
  const identity = await makeIdentity();
  const keys = await generateKeyPair('ECDH-ES', { crv: 'X25519', extractable: true });
  const vault: FakeVault = {
    identity,
    seen: [],
    published: 0,
    async execute(_type, { workflowId, args: [input] }) {
      vault.seen.push(input);
      if (!input.request) {
        vault.published += 1;
        return identity.publish('vault', kid, keys.publicKey, new Date(Date.now() + lifetimeMs));
      }
      const { op, sealed } = input.request;
      const place = { purpose: 'call', op, call: workflowId } as const;
      const request = decodeEnvelope(await open(sealed, keys.privateKey, kid, place)) as VaultRequest;
      const result = await answer(op, request.params, workflowId);
      return seal(encodeEnvelope(result), request.reply_key, { purpose: 'reply', call: workflowId });
    },
  };
  return vault;
}

/** A caller whose vault calls go to the fake. */
export function callerOf(vault: FakeVault, calls: Parameters<typeof fakeTemporal>[0] = {}): Caller {
  const text = accessKeyOf(vault.identity.pin);
  const base = {
    temporal: fakeTemporal({ execute: vault.execute as never, ...calls }).client,
    task_queue: 'agent-auth',
    httpUrl: async () => 'http://localhost:4567',
    accessKey: async () => ({ text, ...parseAccessKey(text) }),
  };
  return { ...base, vaultKey: remember(() => fetchVaultKey(base), isUsable) };
}
