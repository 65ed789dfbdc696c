/** An agent becomes somebody else while a login of it runs. */
import { describe, expect, it } from 'vitest';
import { cookie, cookiesOf, loaded, origin, save, saving, state } from './support/profile.js';
import { as, asAlice, credential, expectNone, SITE } from './support/session-account.js';
import { closing, load, openTestVault } from './support/vault.js';

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
