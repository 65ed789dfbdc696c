import { describe, expect, it } from 'vitest';
import { Credentials } from '../../../client/credentials.js';
import { callVault } from '../../../client/vault/call-vault.js';
import { remember } from '../../../client/vault/remember.js';
import { fetchVaultKey } from '../../../client/vault/vault-key.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { parseAccessKey } from '../../../contract/sealing/published-key.js';
import { accessKeyOf, callerOf, fakeVault, makeIdentity } from './fake-vault.js';

const SECRET = 'canary-5f1c9e';

describe('a vault call', () => {
  it('carries the parameters and the reply, sealed both ways', async () => {
    const vault = await fakeVault((op, params) => ({ op, params }));
    const answer = await callVault(callerOf(vault), 'credentials.retrieve', { id_or_name: 'github' });
    expect(answer).toEqual({ op: 'credentials.retrieve', params: { id_or_name: 'github' } });
  });

  it('shows Temporal neither values nor the access key', async () => {
    const vault = await fakeVault(() => ({ code: SECRET }));
    const caller = callerOf(vault);
    await new Credentials(caller).create({ name: 'a', domain: 'example.com', values: { password: SECRET } });
    const { text } = await caller.accessKey();
    const history = JSON.stringify(vault.seen);
    for (const part of history.split(/[".]/)) {
      expect(Buffer.from(part, 'base64url').toString('latin1')).not.toContain(SECRET);
      expect(part).not.toContain(text.split('.')[2]);
    }
  });

  it('asks for the sealing key once for many calls, also concurrent ones', async () => {
    const vault = await fakeVault(() => null);
    const caller = callerOf(vault);
    const call = () => callVault(caller, 'profiles.list', {});
    await Promise.all([call(), call()]);
    await call();
    expect(vault.published).toBe(1);
  });

  it('asks again when the key is about to die', async () => {
    const vault = await fakeVault(() => null, { lifetimeMs: 60_000 });
    const caller = callerOf(vault);
    await callVault(caller, 'profiles.list', {});
    await callVault(caller, 'profiles.list', {});
    expect(vault.published).toBe(2);
  });

  it('repeats a call once with a fresh key when the vault has another one by now', async () => {
    let refusals = 0;
    const vault = await fakeVault(() => {
      refusals += 1;
      if (refusals === 1) throw new AgentAuthError('wrong_key');
      return 'done';
    });
    await expect(callVault(callerOf(vault), 'profiles.list', {})).resolves.toBe('done');
    expect(vault.published).toBe(2);
  });

  it('hands on the code of the vault', async () => {
    const vault = await fakeVault(() => {
      throw new AgentAuthError('credential_not_found');
    });
    await expect(callVault(callerOf(vault), 'profiles.list', {})).rejects.toMatchObject({
      code: 'credential_not_found',
    });
  });

  it('does not seal to somebody else who answers in the place of the vault', async () => {
    const vault = await fakeVault(() => null);
    const real = await makeIdentity();
    const text = accessKeyOf(real.pin);
    const caller = callerOf(vault);
    const base = { ...caller, accessKey: async () => ({ text, ...parseAccessKey(text) }) };
    const pinned = {
      ...base,
      vaultKey: remember(
        () => fetchVaultKey(base),
        () => true,
      ),
    };
    await expect(callVault(pinned, 'profiles.list', {})).rejects.toMatchObject({ code: 'untrusted_vault' });
    expect(vault.seen.every((input) => input.request === null)).toBe(true);
  });
});
