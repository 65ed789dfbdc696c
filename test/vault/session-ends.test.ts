/** Why the last session of an agent ended. */
import { expect, it } from 'vitest';
import { agentId } from '../../contract/index.js';
import { cookie, loginOf, save } from './support/profile.js';
import { closing, openTestVault, type TestVault } from './support/vault.js';

const DOMAIN = 'example.com';
const ID = agentId(DOMAIN, 'p');
const HOUR = 3_600_000;

/** An agent that is logged in. */
async function loggedIn(session_expires_at: string | null = null): Promise<TestVault> {
  const t = await openTestVault();
  const ref = await loginOf(t, DOMAIN);
  await save(t, ref, { storage_state: { cookies: [cookie('sid', '1')], origins: [] }, session_expires_at });
  await t.vault.closeInvocation(closing(ref));
  return t;
}

const lastEnd = async (t: TestVault) => (await t.admin('agents.retrieve', { id: ID })).last_session_end;
const says = (t: TestVault) =>
  t.vault.recordAgent(
    {
      ...{ id: ID, status: 'NEEDS_AUTH', save_credential_as: null },
      ...{ last_auth_at: null, session_expires_at: null, post_login_url: null },
    },
    ID,
  );

it('is nothing as long as none has ended', async () => {
  expect(await lastEnd(await loggedIn())).toBeNull();
});

it('is that somebody said so, where no end was known, or it had not come', async () => {
  for (const end of [null, '2026-03-01T20:00:00.000Z']) {
    const t = await loggedIn(end);
    t.clock.now += HOUR;
    await says(t);
    const first = { at: new Date(t.clock.now).toISOString(), cause: 'reported' };
    expect(await lastEnd(t)).toEqual(first);
    // The agent says it again with each change of it: that is no other end.
    t.clock.now += HOUR;
    await says(t);
    expect(await lastEnd(t)).toEqual(first);
  }
});

it('is that its time was over, where that has come', async () => {
  const t = await loggedIn('2026-03-01T13:00:00.000Z');
  t.clock.now += HOUR;
  await says(t);
  expect(await lastEnd(t)).toMatchObject({ cause: 'time_over' });
});

it('is what happened to its profile, and goes with its agent', async () => {
  const t = await loggedIn();
  await t.admin('profiles.delete', { id_or_name: 'p' });
  expect(await lastEnd(t)).toMatchObject({ cause: 'profile_changed' });
  await t.admin('agents.revoke', { id: ID });
  await loginOf(t, DOMAIN);
  expect(await lastEnd(t)).toBeNull();
});
