import { grant, type TestVault } from './vault.js';

/** Two credentials on two sites with agents; `b` belongs to a site that the thief controls. */
export async function twoAccounts(t: TestVault): Promise<{ a: string; b: string }> {
  await t.admin('credentials.create', {
    name: 'a',
    domain: 'a.example',
    values: { email: 'a@a', password: 'secret-a' },
  });
  await t.admin('credentials.create', {
    name: 'b',
    domain: 'b.example',
    values: { email: 'b@b', password: 'secret-b' },
  });
  const a = await grant(t.admin, 'a.example', { credential_name: 'a' });
  const b = await grant(t.admin, 'b.example', { credential_name: 'b' });
  return { a: a.id, b: b.id };
}
