/** What an admin takes back while a login uses it: the login looks again, and goes on without. */
import { describe, expect, it } from 'vitest';
import { AGENT, AUTO, login, useProvider } from './support/provider.js';
import { rule } from './support/vault.js';

const p = useProvider();

const change = (heard: string | null = null) => p.t.vault.hearChange({ id: AGENT, heard }, AGENT);

/** A login that has read its item, whose agent has heard of all that was. */
async function reading(more: object = {}) {
  await p.connect(more);
  const { id } = await p.agent(AUTO);
  const { ref, reading } = await p.read();
  expect(reading).toMatchObject({ kind: 'read' });
  const { change: first } = await change();
  if (first !== null) await change(first);
  const mark = async () => (await p.t.vault.readStored(ref))!.grant_mark;
  return { id, ref, mark, before: await mark() };
}

describe('a login that has read an item looks again', () => {
  rule.each([
    ['is switched off', { enabled: false }],
    ['offers another vault only', { vaults: ['Elsewhere'] }],
    ['is for another site only', { domains: ['example.org'] }],
  ] as const)('when its provider %s: once, and finds nothing', async (_, update) => {
    const { ref, mark, before } = await reading();
    await p.t.admin('providers.update', { id_or_name: 'op', ...update });
    const { change: told } = await change();
    expect(told).toEqual(expect.any(String));
    await change(told);
    // Each minute, until it has looked.
    await p.t.vault.lookForChanges();
    expect((await change()).change).toBeNull();
    expect(await mark()).not.toBe(before);
    expect(await p.t.vault.grantFor(ref)).toHaveProperty('item_changed', true);
    // Its page is opened anew.
    p.t.vault.releaseItem(ref);
    const again = await p.t.vault.readItem(ref);
    expect(['none', 'no_item']).toContain(again.kind);
    const grant = await p.t.vault.grantFor(ref);
    expect(grant).not.toHaveProperty('item_changed');
    expect(grant.credential).toBeNull();
    await expect(p.t.vault.openStored(AGENT, 'password')).rejects.toMatchObject({ code: 'credential_not_found' });
  });

  it('when its provider is deleted, and takes the item of another one', async () => {
    const { ref } = await reading();
    await p.t.admin('providers.create', {
      name: 'second',
      provider_type: 'onepassword_connect',
      token: p.bench.token,
      settings: { host: p.bench.address },
    });
    await p.t.admin('providers.delete', { id_or_name: 'op' });
    expect((await change()).change).toEqual(expect.any(String));
    p.t.vault.releaseItem(ref);
    expect(await p.t.vault.readItem(ref)).toMatchObject({ kind: 'read', use: 'matched' });
    expect(await p.t.vault.grantFor(ref)).not.toHaveProperty('item_changed');
  });
});

rule.each([
  ['another priority', { priority: 7 }],
  ['more vaults', { vaults: ['Team', 'More'] }],
  ['more sites', { domains: ['example.com', 'example.org'] }],
  ['another name', { name: 'renamed' }],
] as const)('is left alone by %s', async (_, update) => {
  const { ref, mark, before } = await reading({ vaults: ['Team'], domains: ['example.com'] });
  await p.t.admin('providers.update', { id_or_name: 'op', ...update });
  expect((await change()).change).toBeNull();
  expect(await mark()).toBe(before);
  expect(await p.t.vault.grantFor(ref)).not.toHaveProperty('item_changed');
});

it('ends with its login', async () => {
  const { ref } = await reading();
  await p.t.vault.closeInvocation({ ...ref, status: 'CANCELED' } as never);
  await p.t.admin('providers.update', { id_or_name: 'op', enabled: false });
  expect((await change()).change).toBeNull();
});

rule.each([
  ['switched off', () => p.t.admin('providers.update', { id_or_name: 'op', enabled: false })],
  ['deleted', () => p.t.admin('providers.delete', { id_or_name: 'op' })],
] as const)(
  'a login that waits for a provider looks again when that is %s, and waits for it no longer',
  async (_, end) => {
    await p.connect();
    await p.agent(AUTO);
    await p.bench.fail('down');
    const { ref, reading: found } = await p.read();
    expect(found).toMatchObject({ kind: 'trouble' });
    const { change: first } = await change();
    if (first !== null) await change(first);
    await end();
    expect((await change()).change).toEqual(expect.any(String));
    expect(await p.t.vault.grantFor(ref)).toHaveProperty('item_changed', true);
    expect(await p.t.vault.readItem(ref)).toEqual({ kind: 'none' });
    expect(await p.t.vault.grantFor(ref)).not.toHaveProperty('item_changed');
  },
);

rule('goes on with what it has read where only the item of another vault is taken back', async () => {
  await p.bench.fill([login('shop'), login('other', { vault: 'Elsewhere', urls: ['https://example.org'] })]);
  const { mark, before } = await reading({ vaults: ['Team', 'Elsewhere'] });
  await p.t.admin('providers.update', { id_or_name: 'op', vaults: ['Team'] });
  expect((await change()).change).toBeNull();
  expect(await mark()).toBe(before);
});
