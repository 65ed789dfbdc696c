import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { describe, expect, test } from 'vitest';
import type { Caller } from '../../../client/caller.js';
import { trusted } from '../../../client/invocations/trusted.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { invocationState } from './invocation-state.js';

const ID = 'inv_0123456789abcdef';

async function identity() {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const jwk = await exportJWK(publicKey);
  const publish = (subject: string) =>
    new CompactSign(
      new TextEncoder().encode(JSON.stringify({ kid: 'k', jwk: {}, subject, not_after: '2999-01-01T00:00:00Z' })),
    )
      .setProtectedHeader({ alg: 'EdDSA', jwk })
      .sign(privateKey);
  return { pin: await calculateJwkThumbprint(jwk), publish };
}

const callerOf = (pin: string | null): Caller =>
  ({
    accessKey: async () => {
      if (pin === null) throw new AgentAuthError('unauthorized');
      return { text: '', id: '', secret: '', pin };
    },
  }) as unknown as Caller;

describe('the sealing key that a state hands out', () => {
  const stateWith = (sealing_key: string | null) => invocationState({ invocation_id: ID, sealing_key });

  test('is let through when our vault published it for this invocation', async () => {
    const vault = await identity();
    const state = stateWith(await vault.publish(ID));
    expect(await trusted(callerOf(vault.pin), state)).toBe(state);
  });

  test('is refused when somebody else answers in its place, or another invocation has it', async () => {
    const [vault, other] = [await identity(), await identity()];
    for (const key of [await other.publish(ID), await vault.publish('inv_another0123456789'), 'no key at all']) {
      await expect(trusted(callerOf(vault.pin), stateWith(key))).rejects.toMatchObject({ code: 'untrusted_vault' });
    }
  });

  test('is not looked at for a caller without an access key, nor when there is none', async () => {
    const other = await identity();
    await expect(trusted(callerOf(null), stateWith(await other.publish(ID)))).resolves.toBeTruthy();
    await expect(trusted(callerOf(other.pin), stateWith(null))).resolves.toBeTruthy();
  });
});
