/** Logins whose session went with what the vault has lost: whoever waits for them hears that they have failed. */
import { expect, it } from 'vitest';
import { begin, grant, newInvocationId, openTestVault, rule } from './support/vault.js';

const ended = { status: 'SUCCESS', error_code: null, save_credential_as: null, given: {} } as const;
const lost = { credential_name: null, session_lost: true };

rule('a login has failed where the vault knows neither it nor its agent', async () => {
  const { vault } = await openTestVault();
  const unknown = { invocation_id: newInvocationId(), auth_agent_id: 'agent_new.example_x' };
  expect(await vault.closeInvocation({ ...unknown, ...ended })).toEqual(lost);
  expect(await vault.closeInvocation({ ...unknown, ...ended, status: 'CANCELED' })).toEqual({ credential_name: null });
});

it('a login has failed that the vault has ended as canceled', async () => {
  const { vault, admin } = await openTestVault();
  const { ref } = await begin(vault, (await grant(admin, 'shop.example')).id);
  await vault.endLost(ref, 'somebody');
  expect(await vault.closeInvocation({ ...ref, ...ended })).toEqual(lost);
});
