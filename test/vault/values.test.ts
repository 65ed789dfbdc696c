import { describe, expect, it } from 'vitest';
import { codeOf, openTestVault } from './support/vault.js';

describe('a value of a credential', () => {
  it.each([
    ['a null byte', 'pass\0word'],
    ['a line break inside', 'pass\nword'],
    ['a line break at its end', 'password\r\n'],
    ['a tab', '\tpassword'],
    ['a line separator', 'pass\u2028word'],
    ['half a letter', 'pass\ud83d'],
  ])('with %s is refused by the name of its field', async (_, password) => {
    const { admin } = await openTestVault();
    const given = { name: 'odd', domain: 'example.com', values: { email: 'me@example.com', password } };
    await expect(admin('credentials.create', given)).rejects.toMatchObject({
      code: 'untypable_value',
      details: { fields: ['values.password'] },
    });
    await admin('credentials.create', { ...given, values: { email: 'me@example.com' } });
    expect(await codeOf(admin('credentials.update', { id_or_name: 'odd', values: { password } }))).toBe(
      'untypable_value',
    );
  });

  it('with spaces around it is kept as it is, and that is told by the call that stores it alone', async () => {
    const { admin } = await openTestVault();
    const values = { password: ' pass word ' };
    const made = await admin('credentials.create', { name: 'odd', domain: 'example.com', values });
    expect(made.notices).toEqual(['outer_spaces']);
    expect(await admin('credentials.retrieve', { id_or_name: 'odd' })).not.toHaveProperty('notices');
    const renamed = await admin('credentials.update', { id_or_name: 'odd', name: 'odder' });
    expect(renamed).not.toHaveProperty('notices');
    const changed = await admin('credentials.update', { id_or_name: 'odder', values: { password: 'pass word' } });
    expect(changed).not.toHaveProperty('notices');
  });
});
