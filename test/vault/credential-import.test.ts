import { describe, expect, it } from 'vitest';
import { codeOf, openTestVault, rule } from './support/vault.js';

const LOGIN = { domain: 'shop.example', values: { username: 'me', password: 'pw' } };
const OTHER = { domain: 'shop.example', values: { username: 'you', password: 'pw' } };
const CODES = { domain: 'mail.example', values: {}, totp_secret: 'JBSWY3DPEHPK3PXP' };

describe('an import of credentials', () => {
  rule('is tried first, and stores nothing until it is applied', async () => {
    const { admin } = await openTestVault();
    const expected = [
      { name: 'shop.example', outcome: 'new' },
      { name: 'shop.example-2', outcome: 'new' },
      { name: 'mail.example', outcome: 'new' },
    ];
    const items = [LOGIN, OTHER, CODES];
    expect(await admin('credentials.import', { items })).toEqual(expected);
    expect((await admin('credentials.list', {})).items).toEqual([]);
    expect(await admin('credentials.import', { items, apply: true })).toEqual(expected);
    expect((await admin('credentials.list', {})).items.map(({ name }) => name).sort()).toEqual([
      'mail.example',
      'shop.example',
      'shop.example-2',
    ]);
    expect(await admin('credentials.totpCode', { id_or_name: 'mail.example' })).toMatchObject({
      code: expect.stringMatching(/^\d{6}$/),
    });
  });

  rule('twice is the import once, in whatever order', async () => {
    const { admin } = await openTestVault();
    await admin('credentials.import', { items: [LOGIN, OTHER, CODES], apply: true });
    const again = await admin('credentials.import', { items: [CODES, OTHER, LOGIN, LOGIN], apply: true });
    expect(again).toEqual([
      { name: 'mail.example', outcome: 'same' },
      { name: 'shop.example-2', outcome: 'same' },
      { name: 'shop.example', outcome: 'same' },
      { name: 'shop.example', outcome: 'same' },
    ]);
    expect((await admin('credentials.list', {})).items).toHaveLength(3);
  });

  rule('names what is there already, also under a name of its own, and leaves it', async () => {
    const { admin } = await openTestVault();
    await admin('credentials.create', { name: 'mine', ...LOGIN });
    const changed = { ...LOGIN, values: { username: 'ME', password: 'newer' } };
    const results = await admin('credentials.import', { items: [LOGIN, changed, OTHER], apply: true });
    expect(results).toEqual([
      { name: 'mine', outcome: 'same' },
      { name: 'mine', outcome: 'differs' },
      { name: 'shop.example', outcome: 'new' },
    ]);
    expect((await admin('credentials.import', { items: [LOGIN] }))[0]).toEqual({ name: 'mine', outcome: 'same' });
  });

  it('takes no name that is taken', async () => {
    const { admin } = await openTestVault();
    await admin('credentials.create', { ...CODES, name: 'shop.example' });
    await admin('credentials.create', { ...CODES, name: 'shop.example-2' });
    expect(await admin('credentials.import', { items: [LOGIN], apply: true })).toEqual([
      { name: 'shop.example-3', outcome: 'new' },
    ]);
  });

  it('comes without a TOTP secret that is none, and says so', async () => {
    const { admin } = await openTestVault();
    const items = [
      { ...LOGIN, totp_secret: 'otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP' },
      { domain: 'a.example', values: {}, totp_secret: 'no secret!' },
    ];
    expect(await admin('credentials.import', { items, apply: true })).toEqual([
      { name: 'shop.example', outcome: 'new', totp_problem: 'hotp_not_supported' },
      { name: '', outcome: 'empty', totp_problem: 'not_base32' },
    ]);
    expect((await admin('credentials.list', {})).items).toMatchObject([
      { name: 'shop.example', has_totp_secret: false },
    ]);
  });

  rule('of more than one call takes is refused', async () => {
    const { admin } = await openTestVault();
    const items = Array.from({ length: 201 }, () => LOGIN);
    expect(await codeOf(admin('credentials.import', { items }))).toBe('invalid_input');
  });
});
