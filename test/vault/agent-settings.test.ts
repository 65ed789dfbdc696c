import { describe, expect, it } from 'vitest';
import { begin, codeOf, grant, openTestVault, rule } from './support/vault.js';

const AGENT = 'agent_example.com_default';

async function start() {
  const t = await openTestVault();
  await t.admin('credentials.create', { name: 'shop', domain: 'example.com', values: { email: 'x' } });
  await t.admin('credentials.create', { name: 'next', domain: 'example.com', values: { email: 'y' } });
  await t.admin('credentials.create', { name: 'other', domain: 'other.example', values: { email: 'z' } });
  await grant(t.admin, 'example.com', {
    credential_name: 'shop',
    login_url: 'https://example.com/login',
    allowed_domains: ['login.example.com', 'idp.example.net'],
    send_to: ['auth.example.com'],
    stay_signed_in: false,
  });
  return t;
}

describe('settings of an agent', () => {
  it('change one by one, and what is not named stays', async () => {
    const { admin } = await start();
    const before = await admin('agents.retrieve', { id: AGENT });
    const changes = [
      { credential_name: 'next' },
      { login_url: 'https://example.com/sign-in' },
      { allowed_domains: ['sso.example.com'] },
      { send_to: [] },
      { stay_signed_in: true },
      { save_credential_as: 'kept' },
    ] as const;
    let expected = before;
    for (const change of changes) {
      expected = { ...expected, ...change };
      const { credential_id: _, updated_at: __, ...shown } = expected;
      expect(await admin('agents.update', { id: AGENT, ...change })).toMatchObject(shown);
    }
    expect(await admin('agents.retrieve', { id: AGENT })).toMatchObject({ credential_name: 'next', send_to: [] });
  });

  rule('are cleared by null', async () => {
    const { admin, vault } = await start();
    await admin('agents.update', { id: AGENT, save_credential_as: 'kept' });
    const cleared = {
      credential_name: null,
      login_url: null,
      allowed_domains: null,
      send_to: null,
      stay_signed_in: null,
      save_credential_as: null,
    };
    expect(await admin('agents.update', { id: AGENT, ...cleared })).toMatchObject({
      credential_id: null,
      credential_name: null,
      login_url: null,
      allowed_domains: [],
      send_to: [],
      stay_signed_in: true,
      save_credential_as: null,
    });
    expect((await begin(vault, AGENT)).begun).toMatchObject({ save_credential_as: null, stored: [] });
  });

  rule('hold for a login that runs', async () => {
    const { admin, vault } = await start();
    const { ref } = await begin(vault, AGENT);
    await admin('agents.update', { id: AGENT, credential_name: 'next', login_url: null });
    expect(await vault.grantFor(ref)).toMatchObject({ login_url: null, credential: { name: 'next' } });
    expect(await vault.openStored(AGENT, 'email')).toBe('y');
  });

  rule('are refused as at the creation, and nothing of them stays', async () => {
    const { admin, callerWith } = await start();
    const orchestrate = await callerWith(['orchestrate']);
    const before = await admin('agents.retrieve', { id: AGENT });
    const change = (more: object) => codeOf(orchestrate('agents.update', { id: AGENT, login_url: null, ...more }));
    expect(await change({ credential_name: 'nobody' })).toBe('credential_not_found');
    expect(await change({ credential_name: 'other' })).toBe('domain_mismatch');
    expect(await change({ allowed_domains: ['other.example'] })).toBe('forbidden');
    expect(await change({ send_to: ['elsewhere.example'] })).toBe('forbidden');
    expect(await change({ login_url: 'http://example.com' })).toBe('invalid_url');
    expect(await change({ domain: 'other.example' })).toBe('invalid_input');
    expect(await codeOf(admin('agents.update', { id: 'agent_none.example_default' }))).toBe('agent_not_found');
    expect(await admin('agents.retrieve', { id: AGENT })).toEqual(before);
    // What an admin has allowed may be kept, and its own site be added.
    expect(
      await orchestrate('agents.update', { id: AGENT, allowed_domains: ['idp.example.net', 'www.example.com'] }),
    ).toMatchObject({ allowed_domains: ['idp.example.net', 'www.example.com'] });
  });
});
