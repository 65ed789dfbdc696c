/** Items of several accounts: a person says which one is right, and the agent remembers it. */
import { describe, expect, it } from 'vitest';
import { NO_ITEM } from '../../contract/invocation/item-choice.js';
import { idOf, type WorldItem } from '../unit/providers/world.js';
import { AGENT, AUTO, login, useProvider } from './support/provider.js';
import { begin, codeOf, newInvocationId, rule } from './support/vault.js';

const p = useProvider();

/** Begins a login that finds several items. */
async function asked() {
  const login = await begin(p.t.vault, AGENT);
  const reading = await p.t.vault.readItem(login.ref);
  if (reading.kind !== 'ambiguous') throw new Error(`it was not asked: ${reading.kind}`);
  return { ...login, choices: reading.choices };
}

type Asked = Awaited<ReturnType<typeof asked>>;

const answer = async ({ ref, entitle }: Asked, id: string, named = id) =>
  p.t.vault.chooseItem({
    ...ref,
    ...(await entitle({ sign_in_option_id: named })),
    choice: { sign_in_option: id },
  });

const shown = async () => (await p.t.admin('agents.retrieve', { id: AGENT })).credential_item;
const uses = async () => (await p.t.admin('providers.audit', {})).items.map(({ path, use }) => `${path} ${use}`);

/** Two items with the e-mail addresses of the tests. */
const two = (more: Partial<WorldItem> = {}) => p.bench.fill([login('ada'), login('bob', more)]);

describe('a login that finds items of two accounts', () => {
  it('names them by title and masked account, and by ids that say nothing', async () => {
    await two();
    await p.connect();
    await p.agent(AUTO);
    const { choices } = await asked();
    expect(choices).toEqual([
      { id: expect.stringMatching(/^item-[\w-]{20,}$/), path: 'Team/ada', account: 'a***@example.com' },
      { id: expect.stringMatching(/^item-[\w-]{20,}$/), path: 'Team/bob', account: 'b***@example.com' },
    ]);
    expect(JSON.stringify(choices)).not.toMatch(new RegExp([idOf('ada'), 'canary'].join('|')));
    expect(await shown()).toBeUndefined();
  });

  rule('takes the one that was chosen, shows it with the agent, and never asks again', async () => {
    await two();
    await p.connect();
    const { id } = await p.agent(AUTO);
    const login = await asked();
    expect(await answer(login, login.choices[1]!.id)).toBe('chosen');
    expect(await p.t.vault.readItem(login.ref)).toMatchObject({ kind: 'read', use: 'chosen' });
    expect(await p.t.vault.openStored(id, 'username')).toBe('bob@example.com');
    expect(await shown()).toEqual({
      provider: 'op',
      vault_id: idOf('Team'),
      item_id: idOf('bob'),
      path: 'Team/bob',
      account: 'b***@example.com',
      use: 'chosen',
      refused: false,
      instead: null,
      chosen_at: expect.any(String),
    });
    expect((await p.t.admin('agents.list', {})).items[0]?.credential_item).toEqual(await shown());
    expect((await p.read()).reading).toMatchObject({ kind: 'read', use: 'again' });
    expect((await p.t.admin('agents.timeline', { id: AGENT })).items.map((one) => one.credential_item)).toEqual(
      expect.arrayContaining(['chosen', undefined]),
    );
  });

  rule('goes on by hand where none of them is right, in that login alone', async () => {
    await two();
    await p.connect();
    await p.agent(AUTO);
    const login = await asked();
    expect(await answer(login, NO_ITEM)).toBe('chosen');
    expect(await p.t.vault.readItem(login.ref)).toEqual({ kind: 'none' });
    expect(await shown()).toBeUndefined();
    expect((await asked()).choices).toHaveLength(2);
  });

  rule('takes no choice that nobody entitled to made, and none that it did not ask about', async () => {
    await two();
    await p.connect();
    await p.agent(AUTO);
    const login = await asked();
    const [ada, bob] = login.choices;
    expect(await answer(login, ada!.id, bob!.id)).toBe('not_entitled');
    expect(await answer(login, `item-${'x'.repeat(24)}`)).toBe('not_asked');
    const other = await begin(p.t.vault, AGENT);
    expect(await answer({ ...other, choices: [] }, ada!.id)).toBe('not_asked');
    const stranger = { invocation_id: newInvocationId(), auth_agent_id: AGENT };
    expect(await codeOf(answer({ ...login, ref: stranger }, ada!.id))).toBe('invocation_not_found');
    expect(await shown()).toBeUndefined();
  });

  rule('is not asked where both turn out to be of one account: the newest is taken', async () => {
    await two({ username: 'ADA@example.com' });
    await p.connect();
    const { id } = await p.agent(AUTO);
    expect((await p.read()).reading).toMatchObject({ kind: 'read', use: 'matched' });
    expect(await p.t.vault.openStored(id, 'password')).toMatch(/^canary-(?:ada|bob)$/);
    expect((await uses()).sort()).toEqual(
      expect.arrayContaining(['Team/ada compared', 'Team/bob compared', expect.stringMatching(/ matched$/)]),
    );
  });

  rule('is asked anew where the one that was chosen is gone', async () => {
    await two();
    await p.connect({ cache_ttl_seconds: 0 });
    await p.agent(AUTO);
    const first = await asked();
    await answer(first, first.choices[0]!.id);
    await p.bench.fill([login('bob'), login('eve')]);
    expect((await asked()).choices.map(({ path }) => path)).toEqual(['Team/bob', 'Team/eve']);
    await p.bench.fill([login('bob')]);
    expect((await p.read()).reading).toMatchObject({ kind: 'read', use: 'replaced' });
    expect(await shown()).toMatchObject({ path: 'Team/bob', use: 'replaced' });
  });

  rule('waits for the item that was chosen as long as its provider is away', async () => {
    await two();
    await p.connect({ cache_ttl_seconds: 0 });
    await p.agent(AUTO);
    const first = await asked();
    await answer(first, first.choices[0]!.id);
    await p.bench.fail('down');
    expect((await p.read()).reading).toEqual({ kind: 'trouble', code: 'provider_unavailable', until: null });
    expect(await shown()).toMatchObject({ path: 'Team/ada' });
  });

  rule('forgets the choice with the reference', async () => {
    await two();
    await p.connect();
    await p.agent(AUTO);
    const login = await asked();
    await answer(login, login.choices[0]!.id);
    await p.agent(null);
    await p.agent(AUTO);
    expect(await shown()).toBeUndefined();
  });
});

describe('the audit', () => {
  it('says who read which item, when and for which login, and keeps that when the provider is gone', async () => {
    await p.connect();
    await p.agent(AUTO);
    const { ref } = await p.read();
    p.t.clock.now += 1000;
    const again = await p.read();
    const whose = { auth_agent_id: AGENT, provider: 'op', item_id: idOf('shop'), version: '1', path: 'Team/shop' };
    const { items } = await p.t.admin('providers.audit', {});
    expect(items).toMatchObject([
      { ...whose, invocation_id: again.ref.invocation_id, use: 'again' },
      { ...whose, invocation_id: ref.invocation_id, use: 'matched' },
    ]);
    expect(JSON.stringify(items)).not.toMatch(/canary|shop@/);
    const of = async (query: object) => (await p.t.admin('providers.audit', query)).items.length;
    expect(await of({ invocation_id: ref.invocation_id })).toBe(1);
    expect(await of({ id_or_name: 'op', limit: 1 })).toBe(1);
    expect(await of({ auth_agent_id: 'agent_other' })).toBe(0);
    expect(await codeOf(of({ id_or_name: 'nobody' }))).toBe('provider_not_found');
    await p.t.admin('providers.delete', { id_or_name: 'op' });
    expect((await p.t.admin('providers.audit', {})).items[0]).toMatchObject({ ...whose, path: null });
  });

  rule('is for admins, and drops what is older than 400 days', async () => {
    await p.connect();
    await p.agent(AUTO);
    await p.read();
    const orchestrate = await p.t.callerWith(['orchestrate']);
    expect(await codeOf(orchestrate('providers.audit', {}))).toBe('forbidden');
    p.t.clock.now += 399 * 86_400_000;
    await p.t.vault.sweep();
    expect(await uses()).toHaveLength(1);
    p.t.clock.now += 2 * 86_400_000;
    await p.t.vault.sweep();
    expect(await uses()).toEqual([]);
  });
});

rule('lets an orchestrate key make agents for what is offered, and for nothing else', async () => {
  await p.bench.fill([login('shop'), login('mine', { vault: 'Private' }), login('bank', { urls: ['bank.example'] })]);
  await p.connect({ domains: ['example.com'] });
  const orchestrate = await p.t.callerWith(['orchestrate']);
  const grant = (path: string, domain = 'example.com') =>
    orchestrate('agents.grant', {
      id: domain === 'example.com' ? AGENT : `agent_${domain}_p`,
      domain,
      profile_name: 'p',
      credential: { provider: 'op', path },
    });
  for (const [path, kind] of [
    ['Team/shop', 'read'],
    ['Private/mine', 'no_item'],
    ['Team/bank', 'no_item'],
  ] as const) {
    await grant(path);
    expect((await p.read()).reading.kind, path).toBe(kind);
  }
  expect(await codeOf(grant('Team/bank', 'bank.example'))).toMatch(/^(?:forbidden|invalid_input)$/);
});
