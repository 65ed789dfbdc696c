import { expect, it } from 'vitest';
import { stolenBytes } from './support/store.js';
import { begin, grant, openTestVault } from './support/vault.js';

const GIVEN = 'given-by-a-person-7f3a';

it('a login knows what it typed before its page and its worker were lost, until it ends', async () => {
  const vault = await openTestVault();
  const values = { email: 'anna@shop.example', note: 'never typed' };
  await vault.admin('credentials.create', { name: 'mine', domain: 'shop.example', values });
  const { id } = await grant(vault.admin, 'shop.example', { credential_name: 'mine' });
  const { ref } = await begin(vault.vault, id);
  expect(await vault.vault.knownTo(ref)).toMatchObject({
    values: ['anna@shop.example', 'never typed'],
    identifiers: { email: 'anna@shop.example' },
    typed: false,
  });

  const attempts = [1, 10].map((n) => ({ ...ref, attempt_id: `${ref.invocation_id}:1:${n}` }));
  for (const [at, attempt] of attempts.entries()) {
    const secrets = [{ field: 'password', value: `${GIVEN} ${at}`, from: 'given', question: 1 } as const];
    await vault.vault.prepareAttempt({ ...attempt, secrets });
  }
  // Prepared again, as a repeated activity does: the first one of the two is replaced, and nothing of the other.
  await vault.vault.prepareAttempt({ ...attempts[0]!, secrets: [{ field: 'password', value: GIVEN, from: 'given' }] });
  await vault.reopen();
  expect((await vault.vault.knownTo(ref)).values).toEqual([...Object.values(values), GIVEN, `${GIVEN} 1`]);
  await vault.vault.armAttempt(attempts[0]!);
  expect((await vault.vault.knownTo(ref)).typed).toBe(true);

  const closing = { status: 'CANCELED', error_code: null, save_credential_as: null, given: {} } as const;
  await vault.vault.closeInvocation({ ...ref, ...closing });
  await expect(vault.vault.knownTo(ref)).rejects.toMatchObject({ code: 'invocation_ended' });
  expect((await stolenBytes(vault)).includes(`login_records/${ref.invocation_id}/typed`)).toBe(false);
});
