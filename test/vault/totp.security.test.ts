import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateCode, stepAt } from '../../activities/vault/totp/generate.js';
import { parseTotp } from '../../activities/vault/totp/parse.js';
import { cases, codeOf, grant, openTestVault, rule, START, type TestCaller } from './support/vault.js';

const SECRET = 'JBSWY3DPEHPK3PXP';
const totp = parseTotp(SECRET);

/** An agent of its own site, with a credential that holds `totp_secret`. */
async function agentWith(admin: TestCaller, domain: string, totp_secret: string): Promise<string> {
  const name = domain.replaceAll('.', '-');
  await admin('credentials.create', { name, domain, values: { email: 'x' }, totp_secret });
  return (await grant(admin, domain, { credential_name: name })).id;
}

/** Creating the credential hands out the code of that step: logins begin later. */
const LATER = START + 60_000;

describe('a TOTP step that was used', () => {
  it('is never handed out again, also after a restart', async () => {
    const t = await openTestVault();
    const id = await agentWith(t.admin, 'a.example', SECRET);
    expect(await t.vault.claimTotp(id, LATER)).toEqual({
      kind: 'code',
      code: generateCode(totp, stepAt(totp, LATER)),
      valid_until: LATER + 30_000,
    });
    expect(await t.vault.claimTotp(id, LATER + 10_000)).toEqual({ kind: 'wait', until: LATER + 30_000 });
    await t.reopen();
    expect(await t.vault.claimTotp(id, LATER + 20_000)).toEqual({ kind: 'wait', until: LATER + 30_000 });
    expect(await t.vault.claimTotp(id, LATER + 30_000)).toMatchObject({ kind: 'code' });
  });

  rule('is used for all credentials that share the secret, however it is written', async () => {
    const { admin, vault } = await openTestVault();
    const first = await agentWith(admin, 'a.example', SECRET);
    const second = await agentWith(admin, 'b.example', `otpauth://totp/x?secret=${SECRET.toLowerCase()}`);
    expect(await vault.claimTotp(first, LATER)).toMatchObject({ kind: 'code' });
    expect(await vault.claimTotp(second, LATER)).toEqual({ kind: 'wait', until: LATER + 30_000 });
  });

  it('goes to one of many that claim at once', async () => {
    const { admin, vault } = await openTestVault();
    const ids = [await agentWith(admin, 'a.example', SECRET), await agentWith(admin, 'b.example', SECRET)];
    const claims = await Promise.all(Array.from({ length: 20 }, (_, i) => vault.claimTotp(ids[i % 2]!, LATER)));
    expect(claims.filter(({ kind }) => kind === 'code')).toHaveLength(1);
  });

  rule('is not used up by the code that comes with a new secret: nobody has asked for it', async () => {
    const { admin, vault } = await openTestVault();
    const id = await agentWith(admin, 'a.example', SECRET);
    expect(await vault.claimTotp(id, START)).toMatchObject({ kind: 'code' });
  });

  rule('is used up by a code that a person asked for', async () => {
    const { admin, vault, clock } = await openTestVault();
    const id = await agentWith(admin, 'a.example', SECRET);
    clock.now = LATER;
    await admin('credentials.totpCode', { id_or_name: 'a-example' });
    expect(await vault.claimTotp(id, LATER)).toEqual({ kind: 'wait', until: LATER + 30_000 });
  });

  rule('is handed out at most once in any order of claims', async () => {
    const { admin, vault } = await openTestVault();
    const id = await agentWith(admin, 'a.example', SECRET);
    const given = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 100 * 30_000 }), async (offset) => {
        const claim = await vault.claimTotp(id, LATER + offset);
        if (claim.kind === 'wait') expect(claim.until).toBeGreaterThan(LATER + offset);
        else {
          expect(given).not.toContain(claim.valid_until);
          given.add(claim.valid_until);
        }
      }),
      { numRuns: 200 },
    );
    expect(given.size).toBeGreaterThan(3);
  });

  rule('of a clock that ran far ahead does not keep the secret waiting until then', async () => {
    const { admin, vault } = await openTestVault();
    const id = await agentWith(admin, 'a.example', SECRET);
    await vault.claimTotp(id, LATER + 24 * 3_600_000);
    expect(await vault.claimTotp(id, LATER)).toMatchObject({ kind: 'code' });
    expect(await vault.claimTotp(id, LATER + 24 * 3_600_000)).toMatchObject({ kind: 'wait' });
  });

  rule.each([2, 5, 20])('%i steps ahead of our clock keeps no other login with the secret waiting', async (ahead) => {
    const { admin, vault, clock } = await openTestVault();
    const first = await agentWith(admin, 'a.example', SECRET);
    const second = await agentWith(admin, 'b.example', SECRET);
    clock.now = LATER;
    await vault.claimTotp(first, LATER + ahead * 30_000);
    expect(await vault.claimTotp(second, LATER)).toMatchObject({ kind: 'code' });
    // Nor is it handed out twice when its time has come.
    clock.now = LATER + ahead * 30_000;
    expect(await vault.claimTotp(second, clock.now)).toEqual({ kind: 'wait', until: clock.now + 30_000 });
  });

  rule('one step ahead is waited for: sites take no code of before the last one', async () => {
    const { admin, vault, clock } = await openTestVault();
    const id = await agentWith(admin, 'a.example', SECRET);
    clock.now = LATER;
    await vault.claimTotp(id, LATER + 30_000);
    expect(await vault.claimTotp(id, LATER)).toEqual({ kind: 'wait', until: LATER + 60_000 });
  });
});

describe('a TOTP step that is nearly over', () => {
  it.each(
    cases(2, [
      [30, 25_001, 'wait'],
      [30, 25_000, 'code'],
      [60, 54_000, 'code'],
      [60, 56_000, 'wait'],
      [6, 4_900, 'code'],
      [6, 5_100, 'wait'],
    ]),
  )('of %i s, %i ms in: %s', async (period, into, kind) => {
    const { admin, vault } = await openTestVault();
    const id = await agentWith(admin, 'a.example', `otpauth://totp/x?secret=${SECRET}&period=${period}`);
    expect(await vault.claimTotp(id, LATER + into)).toMatchObject({ kind });
  });
});

describe('an agent without a TOTP secret', () => {
  it('gets no code', async () => {
    const { admin, vault } = await openTestVault();
    const { id } = await grant(admin, 'a.example');
    expect(await codeOf(vault.claimTotp(id, LATER))).toBe('no_totp_secret');
    expect(await codeOf(vault.claimTotp('agent_none.example_x', LATER))).toBe('agent_not_found');
  });
});
