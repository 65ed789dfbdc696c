/** An agent becomes somebody else while a login of it runs. */
import { describe, expect, it } from 'vitest';
import { cookie, cookiesOf, loaded, origin, save, saving, state } from './support/profile.js';
import { as, asAlice, credential, expectNone, hasSession, SITE, typeName } from './support/session-account.js';
import { closing, load, openTestVault, type TestVault } from './support/vault.js';

describe('a login whose agent becomes somebody else', () => {
  it('saves nothing, and begins again without what the first one left', async () => {
    const t = await asAlice();
    const ref = await as(t, 'alice');
    const { hold, profile } = await load(t.vault, ref);
    await t.vault.saveCheckpoint(ref, {
      storage_state: state(cookie('half', 'alice', SITE)),
      url: `https://${SITE}/code`,
      base_version: profile?.version ?? null,
    });
    await as(t, 'bob');
    const made = { storage_state: state(cookie('sid', 'alice', SITE)) };
    expect(await t.vault.saveProfile(saving(hold, profile, made))).toBeNull();
    expect(await cookiesOf(t, ref)).toEqual([]);
    expect(await t.vault.loadCheckpoint(ref)).toBeNull();
  });

  it('has no session where that happens between its save and its end', async () => {
    const t = await openTestVault();
    await credential(t, 'alice', { email: 'alice@example.com' });
    await credential(t, 'bob', { email: 'bob@example.com' });
    const ref = await as(t, 'alice');
    await save(t, ref, () => [cookie('sid', 'alice', SITE)]);
    await as(t, 'bob');
    await t.vault.closeInvocation(closing(ref));
    await expectNone(t, await as(t, 'bob'));
    // What its workflow believes changes nothing.
    const believed = { last_auth_at: null, session_expires_at: null, post_login_url: null } as const;
    await t.vault.recordAgent({ id: ref.auth_agent_id, status: 'AUTHENTICATED', ...believed }, ref.auth_agent_id);
    await expectNone(t, await as(t, 'bob'));
  });
});

describe('a name that is corrected while a login has its page open', () => {
  const ALICE = 'alice@example.com';
  const BOB = 'bob@example.com';

  /** A login that types names one after the other, and is let in; what it saves is its agent's or nobody's. */
  async function correcting(t: TestVault, typed: readonly (readonly ['stored' | 'given', string])[], loads: boolean) {
    if (!loads) await credential(t, 'alice', { email: ALICE, password: 'a' });
    const ref = await as(t, 'alice');
    const { hold, profile } = await load(t.vault, ref);
    for (const [index, [from, value]] of typed.entries()) {
      if (index === 1) await t.admin('credentials.update', { id_or_name: 'alice', values: { email: BOB } });
      await typeName(t, ref, index + 1, from, value);
    }
    const saved = await t.vault.saveProfile(saving(hold, profile, { storage_state: state(cookie('sid', 'x', SITE)) }));
    if (saved === null) return 'begins again';
    await t.vault.closeInvocation(closing(ref));
    return [await hasSession(t, ref), ...(await cookiesOf(t, await as(t, 'alice')))];
  }

  it.each([
    ['is whose session it is once it is typed', ['stored', ALICE], ['stored', BOB], [true, 'sid=x']],
    ['takes the place of what a person typed', ['given', 'zed@example.com'], ['stored', BOB], [true, 'sid=x']],
    ['is not typed by a step that has read the old one', ['stored', ALICE], ['stored', ALICE], 'begins again'],
  ] as const)('%s', async (_, first, second, came) => {
    expect(await correcting(await openTestVault(), [first, second], false)).toEqual(came);
  });

  it('begins the login again where it has loaded what the other one left', async () => {
    const typed = [
      ['stored', ALICE],
      ['stored', BOB],
    ] as const;
    expect(await correcting(await asAlice(), typed, true)).toBe('begins again');
  });
});

describe('where a login was led to', () => {
  it('is not where one of another account looks first', async () => {
    const t = await asAlice();
    const ref = await as(t, 'alice');
    const { hold, profile } = await load(t.vault, ref);
    expect(profile?.account_labels).toEqual(['alice']);
    const facts = { post_login_url: `https://${SITE}/u/alice`, shown_url: null, session_expires_at: null };
    const storage_state = { cookies: [cookie('sid', 'alice', SITE)], origins: [origin(`https://${SITE}`, 'alice')] };
    await t.vault.saveProfile(saving(hold, profile, { storage_state, ...facts }));
    await t.vault.closeInvocation(closing(ref));
    const bob = await loaded(t, await as(t, 'bob'));
    expect(bob).toMatchObject({ facts: { post_login_url: null }, account_labels: [] });
    expect(JSON.stringify(bob)).not.toContain('alice');
  });
});
