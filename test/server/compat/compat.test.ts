import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeAt } from '../../sites/sample/totp.js';
import { SAMPLE_USER, type SampleSite, type SampleUser, startSampleSite } from '../../sites/sample.js';
import { joinTestStack, type TestStack } from '../../support/stack.js';
import { variant, variants } from '../../support/variants.js';
import { login, nobody } from './examples.js';
import { type Kernel, SDKS } from './sdks.js';

const { password } = SAMPLE_USER;

/** All of them by `npm run test:compat`; a login takes its time, and what they send in one differs little. */
const LOGGING_IN = process.env.COMPAT_SDKS === 'all' ? SDKS : SDKS.slice(-1);

/** Several at a time, on as many pages as a worker has. */
const LOGINS_MS = 120_000;

/** An account for each example and version: a code counts once, so that shared accounts would wait for each other. */
const account = (example: string, version: string): string => `${example}.${version}@example.com`;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const secretFor = (index: number): string => `JBSWY3DPEHPK3PX${BASE32[index]}`;
const WITH_CODE = ['partial', 'programmatic', 'headless'] as const;

const users: SampleUser[] = SDKS.flatMap(({ version }, sdk) => [
  ...WITH_CODE.map((example, at) => ({
    email: account(example, version),
    password,
    totpSecret: secretFor(sdk * WITH_CODE.length + at),
  })),
  { email: account('merge', version), password },
]);
const secretOf = (email: string): string => users.find((user) => user.email === email)!.totpSecret!;

let stack: TestStack;
let site: SampleSite;
let kernels: ReadonlyMap<string, Kernel>;
beforeAll(async () => {
  site = await startSampleSite({ users, sessionSeconds: 3600 });
  stack = await joinTestStack();
  const apiKey = (await readFile(stack.stack.file.access_key_file, 'utf8')).trim();
  const baseURL = stack.stack.file.http_url!;
  kernels = new Map(SDKS.map(({ version, make }) => [version, make({ baseURL, apiKey })]));
});
afterAll(async () => {
  await stack?.stop();
  await site?.stop();
});

const of = (example: string, version: string) => `${example}-${version}`;

describe.concurrent.each(LOGGING_IN)('@onkernel/sdk $version', { timeout: LOGINS_MS }, ({ version }) => {
  variant('partial credential with TOTP: the password alone is asked for, and nothing of it is kept', async () => {
    const kernel = kernels.get(version)!;
    const email = account('partial', version);
    const credential = await kernel.credentials.create({
      name: of('partial', version),
      domain: site.host,
      values: { email },
      totp_secret: secretOf(email),
    });
    expect(credential).toMatchObject({ has_totp_secret: true, totp_code: expect.stringMatching(/^\d{6}$/) });
    const wanted = { domain: site.host, profile_name: of('partial', version), credential_name: credential.name };
    const { state, asked, agentId } = await login(kernel, wanted, () => password);
    expect(asked).toEqual([['password']]);
    expect(state).toMatchObject({ status: 'SUCCESS', step: 'completed', submitted_fields: ['password'] });
    // The next login would need the password again.
    expect(await kernel.agents.auth.retrieve(agentId)).toMatchObject({ status: 'AUTHENTICATED', can_reauth: false });
    expect(await kernel.credentials.retrieve(credential.name)).toMatchObject({ value_keys: ['email'] });
  });

  it('save_credential_as: what was given is merged into the credential that there is', async () => {
    const kernel = kernels.get(version)!;
    const name = of('merge', version);
    await kernel.credentials.create({ name, domain: site.host, values: { email: account('merge', version) } });
    const wanted = { domain: site.host, profile_name: name, credential_name: name, save_credential_as: name };
    const { state, asked } = await login(kernel, wanted, () => password);
    expect(state.status).toBe('SUCCESS');
    expect(asked).toEqual([['password']]);
    expect(await kernel.credentials.retrieve(name)).toMatchObject({ value_keys: ['email', 'password'] });
  });

  variant('programmatic with 2FA: everything is asked for, step by step', async () => {
    const kernel = kernels.get(version)!;
    const email = account('programmatic', version);
    const person = (field: string): string => {
      if (field === 'password') return password;
      return field === 'code' ? codeAt(secretOf(email), Math.floor(Date.now() / 30_000)) : email;
    };
    const { state, asked } = await login(
      kernel,
      { domain: site.host, profile_name: of('programmatic', version) },
      person,
    );
    // Some of the sites that are drawn ask for "E-mail or username".
    expect(asked).toEqual([[expect.stringMatching(/^(email|username)$/)], ['password'], ['code']]);
    expect(state).toMatchObject({ status: 'SUCCESS', submitted_fields: [asked[0]![0], 'password', 'code'] });
  });

  variant('pre-stored and headless: nobody is asked, and a browser uses the session', async () => {
    const kernel = kernels.get(version)!;
    const email = account('headless', version);
    const name = of('headless', version);
    await kernel.profiles.create({ name });
    await kernel.credentials.create({
      name,
      domain: site.host,
      values: { email, password },
      totp_secret: secretOf(email),
    });
    const wanted = { domain: site.host, profile_name: name, credential_name: name };
    const { state } = await login(kernel, wanted, nobody);
    expect(state).toMatchObject({ status: 'SUCCESS', submitted_fields: [] });

    const session = await kernel.browsers.create({ profile: { name }, stealth: true });
    const browser = await chromium.connectOverCDP(session.cdp_ws_url);
    const [context] = browser.contexts();
    const page = context!.pages()[0] ?? (await context!.newPage());
    await page.goto(site.membersUrl);
    expect(await page.textContent('body')).toContain(email);
    await browser.close();
    await kernel.browsers.deleteByID(session.session_id);
    await expect(kernel.browsers.retrieve(session.session_id)).rejects.toMatchObject({ status: 404 });
  });
});

/** Each goes on with the session that its version saved above. */
describe.each(variants(0, ['the site forgets its sessions']))('%s', () => {
  beforeAll(() => site.expireSessions());

  describe.concurrent.each(LOGGING_IN)('@onkernel/sdk $version', { timeout: LOGINS_MS }, ({ version }) => {
    variant('re-authentication: another invocation logs in again, with nobody asked', async () => {
      const kernel = kernels.get(version)!;
      const name = `merge-${version}`;
      const { state } = await login(kernel, { domain: site.host, profile_name: name }, nobody);
      expect(state).toMatchObject({ status: 'SUCCESS', submitted_fields: [] });
    });
  });
});

describe.each(variants(1, SDKS))('@onkernel/sdk $version', ({ version }) => {
  it('pages through lists without skipping or repeating', async () => {
    const kernel = kernels.get(version)!;
    const domain = `paging-${version}.example`;
    for (const at of Array.from({ length: 7 }, (_, index) => index))
      await kernel.credentials.create({ name: `paging-${version}-${at}`, domain, values: { email: 'a@b.example' } });
    const names: string[] = [];
    for await (const { name } of kernel.credentials.list({ domain, limit: 2 })) names.push(name);
    expect(names).toEqual(Array.from({ length: 7 }, (_, index) => `paging-${version}-${6 - index}`));
  });

  it('says what is wrong in the classes that its users catch', async () => {
    const kernel = kernels.get(version)!;
    const unknown = `inv_${'x'.repeat(22)}`;
    await expect(kernel.agents.auth.invocations.retrieve(unknown)).rejects.toMatchObject({
      status: 404,
      error: { code: 'invocation_not_found' },
    });
    await expect(kernel.credentials.create({ name: 'x y', domain: 'example.com', values: {} })).rejects.toMatchObject({
      status: 400,
    });
    await kernel.profiles.create({ name: `taken-${version}` });
    const again = kernel.profiles.create({ name: `taken-${version}` });
    await expect(again).rejects.toMatchObject({ status: 409, error: { code: 'already_exists' } });
  });

  it('connects 1Password, and hears that its token is none', async () => {
    const { credentialProviders } = kernels.get(version)!;
    expect(await credentialProviders.list()).toEqual([]);
    const create = { provider_type: 'onepassword', token: 'ops_canary', name: 'x', cache_ttl_seconds: 300 } as const;
    const made = await credentialProviders.create(create);
    expect(made).toMatchObject({ name: 'x', provider_type: 'onepassword', enabled: true, priority: 0 });
    const tested = await credentialProviders.test(made.id);
    expect(tested).toMatchObject({ success: false, vaults: [], error: expect.stringContaining('token') });
    const off = await credentialProviders.update(made.id, { enabled: false });
    expect(off).toMatchObject({ id: made.id, enabled: false });
    expect(await credentialProviders.list()).toEqual([expect.objectContaining({ id: made.id })]);
    expect(JSON.stringify([made, tested, off])).not.toContain('ops_canary');
    await credentialProviders.delete(made.id);
    await expect(credentialProviders.retrieve(made.id)).rejects.toMatchObject({ status: 404 });
  });
});

describe.each(LOGGING_IN)('@onkernel/sdk $version', ({ version }) => {
  it('deletes what it made', async () => {
    const kernel = kernels.get(version)!;
    const name = `merge-${version}`;
    const [agent] = (await kernel.agents.auth.list({ profile_name: name })).items;
    await kernel.agents.auth.delete(agent!.id);
    await expect(kernel.agents.auth.retrieve(agent!.id)).rejects.toMatchObject({ status: 404 });
    await kernel.credentials.delete(name);
    await kernel.profiles.delete(name);
    await expect(kernel.profiles.retrieve(name)).rejects.toMatchObject({ status: 404 });
  });
});
