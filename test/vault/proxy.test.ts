import { expect, it } from 'vitest';
import { begin, openTestVault, type TestCaller } from './support/vault.js';

const AGENT = { id: 'agent_example.com_p', domain: 'example.com', profile_name: 'p' };
const PROXY = { server: 'socks5://proxy.example:1080', username: 'ada-canary', password: 'proxy-canary' };
const grant = (caller: TestCaller, more: object = {}) => caller('agents.grant', { ...AGENT, ...more });
const shown = { server: PROXY.server, has_credentials: true };

it('shows where a proxy is, and opens the rest for logins of its agent alone', async () => {
  const t = await openTestVault();
  expect(await grant(t.admin, { proxy: PROXY })).toMatchObject({ proxy: shown });
  // What is not given stays.
  expect(await grant(t.admin)).toMatchObject({ proxy: shown });
  const answers = [await t.admin('agents.retrieve', { id: AGENT.id }), await t.admin('agents.list', {})];
  expect(answers).toMatchObject([{ proxy: shown }, { items: [{ proxy: shown }] }]);
  expect(JSON.stringify(answers)).not.toContain('canary');
  const { ref } = await begin(t.vault, AGENT.id);
  expect(await t.vault.openProxy(ref)).toEqual(PROXY);
  expect(JSON.stringify(await t.vault.grantFor(ref))).not.toContain('canary');
  await expect(t.vault.openProxy({ ...ref, auth_agent_id: 'agent_other.example_p' })).rejects.toThrow();
});

it('is another one for a login that runs once it is set again, and none once it is cleared', async () => {
  const t = await openTestVault();
  await grant(t.admin, { proxy: PROXY });
  const { ref } = await begin(t.vault, AGENT.id);
  const versions = [(await t.vault.grantFor(ref)).proxy_version];
  await grant(t.admin, { proxy: { server: 'http://other.example:3128' } });
  versions.push((await t.vault.grantFor(ref)).proxy_version);
  expect(await t.vault.openProxy(ref)).toEqual({ server: 'http://other.example:3128' });
  expect(await grant(t.admin, { proxy: null })).toMatchObject({ proxy: null });
  versions.push((await t.vault.grantFor(ref)).proxy_version);
  expect(await t.vault.openProxy(ref)).toBeNull();
  expect(new Set(versions).size).toBe(3);
});

it('is set and taken away by an admin alone, and what others set leaves it', async () => {
  const t = await openTestVault();
  const orchestrate = await t.callerWith(['orchestrate']);
  await expect(grant(orchestrate, { proxy: PROXY })).rejects.toMatchObject({ code: 'forbidden' });
  await grant(t.admin, { proxy: PROXY });
  await expect(grant(orchestrate, { proxy: null })).rejects.toMatchObject({ code: 'forbidden' });
  expect(await grant(orchestrate, { login_url: 'https://example.com/in' })).toMatchObject({ proxy: shown });
});

it('ends with its agent', async () => {
  const t = await openTestVault();
  await grant(t.admin, { proxy: PROXY });
  await t.admin('agents.revoke', { id: AGENT.id });
  expect(await grant(t.admin)).toMatchObject({ proxy: null });
});
