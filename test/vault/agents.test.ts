import { describe, expect, it } from 'vitest';
import { sameSite, siteOf } from '../../contract/address/site.js';
import { begin, cases, closing, codeOf, grant, load, NO_SESSION, openTestVault, rule } from './support/vault.js';

const AGENT = 'agent_example.com_default';

describe('agents', () => {
  rule('are found or created, and keep what is not mentioned', async () => {
    const { admin, vault, clock } = await openTestVault();
    await admin('credentials.create', { name: 'shop', domain: 'www.example.com', values: { email: 'x' } });
    const created = await grant(admin, 'example.com', {
      credential_name: 'shop',
      login_url: 'https://example.com/login',
      allowed_domains: ['login.example.com', 'Idp.Example.NET'],
    });
    expect(created).toEqual({
      id: AGENT,
      domain: 'example.com',
      profile_name: 'default',
      credential_id: expect.stringMatching(/^cred_/),
      credential_name: 'shop',
      login_url: 'https://example.com/login',
      allowed_domains: ['login.example.com', 'idp.example.net'],
      send_to: [],
      proxy: null,
      stay_signed_in: true,
      status: 'NEEDS_AUTH',
      created_at: '2026-03-01T12:00:00.000Z',
      updated_at: '2026-03-01T12:00:00.000Z',
      last_auth_at: null,
      last_session_end: null,
      session_expires_at: null,
      post_login_url: null,
      stopped: null,
      paused: null,
      health_checks: true,
      health_check_interval: 3600,
      auto_reauth: true,
      keep_alive: false,
      in_use_until: null,
      session_expires_reason: 'unknown',
      can_reauth: false,
      can_reauth_reason: 'no_prior_successful_login',
      health_check_unavailable_reason: null,
      last_check: null,
      reauth_wait: null,
      reauth_wait_seconds: 604_800,
      save_credential_as: null,
    });
    clock.now += 1000;
    expect(await grant(admin, 'example.com')).toEqual({ ...created, updated_at: '2026-03-01T12:00:01.000Z' });
    expect(
      await grant(admin, 'example.com', { credential_name: null, login_url: null, allowed_domains: [] }),
    ).toMatchObject({
      credential_id: null,
      credential_name: null,
      login_url: null,
      allowed_domains: [],
    });
    expect(await vault.grantOf(AGENT)).toEqual({
      agent_id: AGENT,
      domain: 'example.com',
      profile_name: 'default',
      login_url: null,
      allowed_domains: [],
      send_to: [],
      proxy_version: null,
      session: 0,
      single_visit: false,
      stay_signed_in: true,
      credential: null,
    });
  });

  rule('stay signed in unless told otherwise, and as they were told last', async () => {
    const { admin, vault } = await openTestVault();
    expect(await grant(admin, 'example.com')).toMatchObject({ stay_signed_in: true });
    expect(await grant(admin, 'example.com', { stay_signed_in: false })).toMatchObject({ stay_signed_in: false });
    expect(await grant(admin, 'example.com')).toMatchObject({ stay_signed_in: false });
    expect(await vault.grantOf(AGENT)).toMatchObject({ stay_signed_in: false });
    expect(await grant(admin, 'example.com', { stay_signed_in: true })).toMatchObject({ stay_signed_in: true });
  });

  rule('tell a login what it may use', async () => {
    const { admin, vault } = await openTestVault();
    const { id } = await admin('credentials.create', {
      name: 'shop',
      domain: 'example.com',
      values: { password: 'p', email: 'x' },
      totp_secret: 'JBSWY3DPEHPK3PXP',
      sso_provider: 'google',
    });
    await grant(admin, 'example.com', { credential_name: 'shop' });
    expect((await vault.grantOf(AGENT)).credential).toEqual({
      id,
      name: 'shop',
      domain: 'example.com',
      version: 1,
      sso_provider: 'google',
      value_keys: ['email', 'password'],
      has_totp: true,
    });
    expect(await codeOf(vault.grantOf('agent_other.example_default'))).toBe('agent_not_found');
  });

  rule.each([
    [{ domain: 'https://example.com' }, 'invalid_domain'],
    [{ profile_name: 'a b' }, 'invalid_name'],
    [{ id: 'agent_example.com_other' }, 'invalid_input'],
    [{ domain: 'other.example' }, 'invalid_input'],
    [{ login_url: 'http://example.com/' }, 'invalid_url'],
    [{ login_url: 'https://user:pass@example.com/' }, 'invalid_url'],
    [{ allowed_domains: ['x y'] }, 'invalid_domain'],
    [{ credential_name: 'none' }, 'credential_not_found'],
  ])('refuse %j', async (change, code) => {
    const { admin } = await openTestVault();
    expect(await codeOf(grant(admin, 'example.com', change))).toBe(code);
  });

  it('are listed newest first, by domain and profile', async () => {
    const { admin, clock } = await openTestVault();
    for (const domain of ['a.example', 'b.example', 'c.example']) {
      await grant(admin, domain);
      clock.now += 1;
    }
    const page = await admin('agents.list', { limit: 2 });
    expect([page.items.map(({ domain }) => domain), page.has_more]).toEqual([['c.example', 'b.example'], true]);
    expect((await admin('agents.list', { domain: 'B.example' })).items).toHaveLength(1);
    expect((await admin('agents.list', { profile_name: 'default' })).items).toHaveLength(3);
    expect((await admin('agents.list', { profile_name: 'other' })).items).toHaveLength(0);
  });

  it('say themselves whether their session is good; what session that is, the vault knows', async () => {
    const { admin, vault, clock } = await openTestVault();
    await grant(admin, 'example.com');
    const facts = { session_expires_at: '2026-03-02T12:00:00.000Z', post_login_url: 'https://example.com/home' };
    const record = { id: AGENT, status: 'AUTHENTICATED', last_auth_at: null, ...facts } as const;
    const recorded = async () => {
      await vault.recordAgent(record, AGENT);
      return admin('agents.retrieve', { id: AGENT });
    };
    // No login has saved one.
    expect(await recorded()).toMatchObject({ status: 'NEEDS_AUTH', session_expires_at: null });

    const { ref } = await begin(vault, AGENT);
    const shown = { ...NO_SESSION, post_login_url: 'https://example.com/in?t=x', shown_url: facts.post_login_url };
    await vault.saveProfile({
      ...(await load(vault, ref)).hold,
      ...shown,
      session_expires_at: facts.session_expires_at,
    });
    clock.now += 5000;
    await vault.closeInvocation(closing(ref));
    const authenticated = { status: 'AUTHENTICATED', last_auth_at: '2026-03-01T12:00:05.000Z', ...facts };
    expect(await admin('agents.retrieve', { id: AGENT })).toMatchObject(authenticated);
    expect(await vault.hasSession(AGENT)).toBe(true);
    const spent = { ...record, status: 'NEEDS_AUTH', session_expires_at: null } as const;
    expect(await codeOf(vault.recordAgent(spent, 'agent_evil.example_default'))).toBe('agent_not_found');
    await vault.recordAgent(spent, AGENT);
    const needs = { ...authenticated, status: 'NEEDS_AUTH', session_expires_at: null };
    expect(await admin('agents.retrieve', { id: AGENT })).toMatchObject(needs);
    expect(await vault.hasSession(AGENT)).toBe(false);
    expect(await recorded()).toMatchObject(authenticated);
  });

  rule('that were revoked may type nothing and stay gone', async () => {
    const { admin, vault } = await openTestVault();
    await grant(admin, 'example.com');
    await admin('agents.revoke', { id: AGENT });
    const record = {
      status: 'AUTHENTICATED',
      last_auth_at: null,
      session_expires_at: null,
      post_login_url: null,
    } as const;
    await vault.recordAgent({ id: AGENT, ...record }, AGENT);
    expect(await codeOf(vault.grantOf(AGENT))).toBe('agent_not_found');
    expect(await codeOf(admin('agents.retrieve', { id: AGENT }))).toBe('agent_not_found');
    expect(await codeOf(admin('agents.revoke', { id: AGENT }))).toBe('agent_not_found');
  });
});

describe('a credential', () => {
  it.each(
    cases(2, [
      ['example.com', 'example.com', undefined],
      ['www.example.com', 'login.example.com', undefined],
      ['other.com', 'example.com', 'domain_mismatch'],
      ['example.co.uk', 'other.co.uk', 'domain_mismatch'],
      ['me.github.io', 'you.github.io', 'domain_mismatch'],
      ['localhost', 'localhost:4000', undefined],
      ['localhost:4000', 'localhost:4000', undefined],
      ['localhost:4000', 'localhost:5000', 'domain_mismatch'],
      ['localhost:4000', 'localhost', 'domain_mismatch'],
      ['localhost', '127.0.0.1', 'domain_mismatch'],
      ['example.com', 'localhost', 'domain_mismatch'],
      ['a.localhost', 'b.localhost', 'domain_mismatch'],
      ['intranet', 'intranet', undefined],
      ['intranet', 'wiki', 'domain_mismatch'],
      ['build_01.example.com', 'example.com', undefined],
      ['10.0.0.7', '10.0.0.7', undefined],
      ['10.0.0.7', '10.0.0.8', 'domain_mismatch'],
      ['[2001:db8::1]', '[2001:db8::1]', undefined],
    ]),
  )('of %s on an agent of %s: %s', async (credentialDomain, agentDomain, code) => {
    const { admin } = await openTestVault();
    await admin('credentials.create', { name: 'c', domain: credentialDomain, values: { email: 'x' } });
    const linked = grant(admin, agentDomain, { credential_name: 'c' });
    if (code === undefined) expect((await linked).credential_name).toBe('c');
    else expect(await codeOf(linked)).toBe(code);
  });

  rule('of another site is linked where an admin key allowed that site', async () => {
    const { admin, callerWith } = await openTestVault();
    const orchestrator = await callerWith(['orchestrate']);
    await admin('credentials.create', { name: 'c', domain: 'idp.example.net', values: { email: 'x' } });
    const foreign = { allowed_domains: ['idp.example.net'] };
    expect(await codeOf(grant(orchestrator, 'example.com', foreign))).toBe('forbidden');
    expect(await codeOf(grant(orchestrator, 'example.com', { credential_name: 'c' }))).toBe('domain_mismatch');
    await grant(admin, 'example.com', foreign);
    const linked = await grant(orchestrator, 'example.com', { credential_name: 'c', ...foreign });
    expect(linked.credential_name).toBe('c');
    const more = { allowed_domains: ['idp.example.net', 'evil.example.org'] };
    expect(await codeOf(grant(orchestrator, 'example.com', more))).toBe('forbidden');
  });
});

describe('hosts that secrets may be sent to', () => {
  it('are named by an admin key; others may keep or drop them', async () => {
    const { admin, callerWith, vault } = await openTestVault();
    const orchestrator = await callerWith(['orchestrate']);
    const foreign = { send_to: ['cognito-idp.eu-central-1.amazonaws.com'] };
    expect(await codeOf(grant(orchestrator, 'example.com', foreign))).toBe('forbidden');
    await grant(admin, 'example.com', foreign);
    expect((await grant(orchestrator, 'example.com')).send_to).toEqual(foreign.send_to);
    expect((await vault.grantOf(AGENT)).send_to).toEqual(foreign.send_to);
    const more = { send_to: [...foreign.send_to, 'evil.example.org'] };
    expect(await codeOf(grant(orchestrator, 'example.com', more))).toBe('forbidden');
    expect((await grant(orchestrator, 'example.com', { send_to: [] })).send_to).toEqual([]);
  });
});

describe('a site', () => {
  it('is told from others by the public suffix list', () => {
    expect(sameSite('a.b.example.com', 'example.com')).toBe(true);
    expect(sameSite('example.com', 'example.com.evil.org')).toBe(false);
    expect(sameSite('co.uk', 'co.uk')).toBe(false);
    expect(siteOf('.www.example.co.uk')).toBe('example.co.uk');
    expect(siteOf('127.0.0.1')).toBe('127.0.0.1');
  });
});
