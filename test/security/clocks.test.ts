/** Threat: the clock of the machine jumps, or an older vault is put beside newer histories, and what was spent or refused goes out once more. */
import { cp } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openVault } from '../../activities/vault/index.js';
import { DAY, HOUR, start } from '../vault/support/account.js';
import { cookie, loginOf, save, saving, state, sum } from '../vault/support/profile.js';
import { begin, closing, codeOf, grant, load, makeStateDir, openTestVault } from '../vault/support/vault.js';

const YEAR = 365 * DAY;
const SECRET = { totp_secret: 'JBSWY3DPEHPK3PXP' };

describe.each([
  ['back by an hour', -HOUR],
  ['back by a day and more', -2 * DAY],
  ['ahead by a year', YEAR],
])('a clock that is set %s', (_, jump) => {
  it('lets no refused value go out again', async () => {
    const { t, account } = await start();
    expect(await account.login('refused', {}, { refused_fields: ['password'] })).toBe('sent');
    t.clock.now += jump;
    expect(await account.login('refused')).toBe('refused');
  });

  it('lets no second submission go out while one is on its way', async () => {
    const { t, account } = await start();
    const { attempt } = await account.clear(await account.begin());
    await t.vault.armAttempt(attempt);
    t.clock.now += jump;
    // Whoever cleared it may still be typing: nobody arms it again.
    expect(await t.vault.armAttempt(attempt)).toBe(false);
  });

  it('leaves what people gave to a login that waits, and what is stored, readable', async () => {
    const { t, account } = await start();
    const { ref, give } = await begin(t.vault, account.agent);
    const given = await give('password', 'given');
    t.clock.now += Math.min(jump, HOUR);
    expect(await t.vault.openGiven({ ...ref, ...given })).toBe('given');
    expect(await t.vault.openStored(account.agent, 'password')).toBe('pw');
  });
});

it('a clock that was ahead and is set right hands out no code twice', async () => {
  const { t, account } = await start(SECRET);
  const now = t.clock.now + HOUR;
  const ahead = now + YEAR;
  expect(await t.vault.claimTotp(account.agent, now)).toMatchObject({ kind: 'code' });
  expect(await t.vault.claimTotp(account.agent, ahead)).toMatchObject({ kind: 'code' });
  expect(await t.vault.claimTotp(account.agent, now)).toMatchObject({ kind: 'wait' });
  expect(await t.vault.claimTotp(account.agent, now + 30_000)).toMatchObject({ kind: 'code' });
  expect(await t.vault.claimTotp(account.agent, ahead)).toMatchObject({ kind: 'wait' });
});

describe('what a worker took while its clock was ahead, and never gave back', () => {
  it('of a profile is free once the clock is right, and its own login saves no more by it', async () => {
    const t = await openTestVault();
    const [dead, other] = [await loginOf(t, 'www.example.com'), await loginOf(t, 'app.example.com')];
    t.clock.now += YEAR;
    const { hold, profile } = await load(t.vault, dead);
    t.clock.now -= YEAR;
    await save(t, other, () => [cookie('s', 'other')]);
    expect(await t.vault.saveProfile(saving(hold, profile, { storage_state: state(cookie('s', 'dead')) }))).toBeNull();
    expect(await sum(t)).toEqual(['s=other']);
  });

  it('of events is sent by others', async () => {
    const t = await openTestVault();
    await t.admin('webhooks.create', { url: 'https://chat.example/hook' });
    await begin(t.vault, (await grant(t.admin, 'example.com')).id);
    await t.admin('events.list', {});
    t.clock.now += YEAR;
    const taken = await t.vault.takeDeliveries(10, new Map());
    expect(taken).toHaveLength(1);
    t.clock.now -= YEAR;
    expect(await t.vault.takeDeliveries(10, new Map())).toHaveLength(1);
  });
});

it('a vault from before a login does nothing for it, and writes its end down as no success', async () => {
  const { t, account } = await start();
  const older = await makeStateDir();
  await t.vault.close();
  await cp(t.stateDir, older, { recursive: true, filter: (path) => !/-(?:wal|shm)$/.test(path) });
  const postgres = t.database === null ? undefined : { url: (await t.database.copy()).url };
  const newer = await t.reopen();
  const { ref, give } = await begin(newer, account.agent);
  const given = await give('password', 'given');
  const vault = await openVault({ stateDir: older, clock: () => t.clock.now, postgres });
  onTestFinished(() => vault.close());
  const attempt = { ...ref, attempt_id: `${ref.invocation_id}:1` };
  const asked = [
    vault.openGiven({ ...ref, ...given }),
    vault.prepareAttempt({ ...attempt, secrets: [] }),
    vault.recoverAttempt(attempt),
  ];
  for (const code of await Promise.all(asked.map((one) => codeOf(one)))) expect(code).toBe('invocation_not_found');
  await vault.closeInvocation(closing(ref, { save_credential_as: 'shop', given: { password: given } }));
  expect(await vault.readEnd({ ...ref, run_id: null })).toMatchObject({ status: 'FAILED' });
  expect(await vault.openStored(account.agent, 'password')).toBe('pw');
});
