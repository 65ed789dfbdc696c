/** A provider that can't be asked, or can't be read: the next one has its turn, or a login waits until it is another one. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProviders, type Provider } from '../../activities/providers/index.js';
import type { LoginRef } from '../../contract/steps.js';
import { bitwardenBench } from '../unit/providers/benches/bitwarden.js';
import { connectBench } from '../unit/providers/benches/onepassword-connect.js';
import { idOf } from '../unit/providers/world.js';
import { AGENT, AUTO, login, useProvider } from './support/provider.js';
import { begin, cases, closing, openTestVault, rule } from './support/vault.js';

const p = useProvider();
type Bench = Awaited<ReturnType<typeof connectBench>>;
let second: Bench;
beforeAll(async () => {
  second = await connectBench();
});
afterAll(() => second.close());
beforeEach(() => second.fail(null));

const connectSecond = (more: object = {}) =>
  p.t.admin('providers.create', {
    name: 'second',
    provider_type: 'onepassword_connect',
    token: second.token,
    settings: { host: second.address },
    priority: 5,
    ...more,
  });

/** The list is known and believed; from now on nothing can be read of the first one. */
async function listThenFail(fault: 'token' | 'forbidden' | 'down' | 'html' | 'limited') {
  await p.t.admin('providers.items', { id_or_name: 'op' });
  await p.bench.fail(fault);
}

describe('an item that can not be read', () => {
  it.each(cases(1, ['token', 'forbidden', 'down', 'html', 'limited'] as const))(
    'gives way to that of the next provider (%s)',
    async (fault) => {
      await p.connect();
      await connectSecond();
      await second.fill([login('copy', { urls: ['https://www.example.com'] })]);
      const { id } = await p.agent();
      await listThenFail(fault);
      expect((await p.read()).reading).toMatchObject({ kind: 'read', use: 'matched' });
      expect(await p.t.vault.openStored(id, 'username')).toBe('copy@example.com');
    },
  );

  rule('makes a person be asked where no other one has it, with the reason', async () => {
    await p.connect();
    await connectSecond();
    await second.fill([login('elsewhere', { urls: ['https://example.org'] })]);
    await p.agent();
    await listThenFail('forbidden');
    expect((await p.read()).reading).toEqual({ kind: 'trouble', code: 'provider_forbidden', until: null });
  });

  rule('is not replaced by one of another account', async () => {
    const bitwarden = await bitwardenBench();
    try {
      await bitwarden.fill([login('shop', { urls: ['https://example.com'] })]);
      const settings = { url: bitwarden.address };
      await p.t.admin('providers.create', {
        ...{ name: 'op', provider_type: 'bitwarden', token: bitwarden.token, settings, vaults: ['org-other'] },
      });
      await connectSecond();
      // It fits less well, so that the other one is taken as long as it can be read.
      await second.fill([login('eve', { urls: ['https://a.example.com'] })]);
      await p.agent();
      await p.t.admin('providers.items', { id_or_name: 'op' });
      await bitwarden.fail('forbidden');
      expect((await p.read()).reading).toEqual({ kind: 'trouble', code: 'provider_forbidden', until: null });
    } finally {
      await bitwarden.close();
    }
  });
});

describe('a login that waits for a provider', () => {
  const change = (heard: string | null = null) => p.t.vault.hearChange({ id: AGENT, heard }, AGENT);

  it.each(
    cases(1, [
      ['names it', AUTO],
      ['names none', undefined],
    ] as const),
  )('goes on with a new token, also of an agent that %s', async (_, credential) => {
    await p.connect();
    await p.agent(credential);
    const { change: first } = await change();
    await change(first);
    await p.bench.fail('token');
    const { ref } = await begin(p.t.vault, AGENT);
    expect(await p.t.vault.readItem(ref)).toEqual({ kind: 'trouble', code: 'provider_token_invalid', until: null });
    const before = await p.t.vault.grantFor(ref);
    const { grant_mark } = (await p.t.vault.readStored(ref))!;
    expect((await change()).change).toBeNull();
    await p.bench.fail(null);
    // Another name wakes nobody.
    await p.t.admin('providers.update', { id_or_name: 'op', priority: 3 });
    expect((await change()).change).toBeNull();
    await p.t.admin('providers.update', {
      id_or_name: 'op',
      token: p.bench.token,
      settings: { host: p.bench.address },
    });
    expect((await change()).change).toEqual(expect.any(String));
    expect(await p.t.vault.grantFor(ref)).toEqual({ ...before, item_changed: true });
    expect((await p.t.vault.readStored(ref))!.grant_mark).not.toBe(grant_mark);
    expect(await p.t.vault.readItem(ref)).toMatchObject({ kind: 'read' });
    expect(await p.t.vault.grantFor(ref)).not.toHaveProperty('item_changed');
  });

  rule('is left alone by the token of another provider, and by one that is wrong again looks once', async () => {
    await p.connect();
    await connectSecond();
    await second.fill([]);
    await p.agent(AUTO);
    const { change: first } = await change();
    await change(first);
    await p.bench.fail('token');
    const { ref } = await begin(p.t.vault, AGENT);
    await p.t.vault.readItem(ref);
    await p.t.admin('providers.update', { id_or_name: 'second', token: second.token });
    expect((await change()).change).toBeNull();
    await p.t.admin('providers.update', { id_or_name: 'op', token: p.bench.token });
    expect(await p.t.vault.grantFor(ref)).toHaveProperty('item_changed');
    expect(await p.t.vault.readItem(ref)).toMatchObject({ kind: 'trouble' });
    expect(await p.t.vault.grantFor(ref)).not.toHaveProperty('item_changed');
  });
});

describe('a login that waits for a provider that is away', () => {
  const change = (heard: string | null = null) => p.t.vault.hearChange({ id: AGENT, heard }, AGENT);
  const MINUTE = 60_000;
  /** What each worker does every minute. @returns whether the agent was told to look again */
  async function minute(): Promise<boolean> {
    p.t.clock.now += MINUTE;
    await p.t.vault.lookForChanges();
    const { change: told } = await change();
    if (told !== null) await change(told);
    return told !== null;
  }
  const looksAgain = async (ref: LoginRef): Promise<boolean> => {
    const has = 'item_changed' in (await p.t.vault.grantFor(ref));
    expect(has).toBe((await p.t.vault.readStored(ref))!.grant_mark !== before);
    return has;
  };
  let before: string | null | undefined;

  /** It waits, with the list known or not. */
  async function wait(fault: 'down' | 'html' | 'limited' | 'forbidden', isListed: boolean): Promise<LoginRef> {
    await p.connect();
    await p.agent(AUTO);
    const { change: first } = await change();
    await change(first);
    if (isListed) await p.t.admin('providers.items', { id_or_name: 'op' });
    await p.bench.fail(fault);
    const { ref } = await begin(p.t.vault, AGENT);
    expect(await p.t.vault.readItem(ref)).toMatchObject({ kind: 'trouble' });
    before = (await p.t.vault.readStored(ref))!.grant_mark;
    return ref;
  }

  rule.each([
    ['down', true],
    ['down', false],
    ['html', false],
  ] as const)('goes on by itself when that answers again (%s, listed: %s), told once', async (fault, isListed) => {
    const ref = await wait(fault, isListed);
    expect(await minute()).toBe(false);
    expect(await looksAgain(ref)).toBe(false);
    const code = fault === 'down' ? 'provider_unavailable' : 'provider_answer_invalid';
    expect(p.t.vault.providerCalls()).toContainEqual({
      ...{ provider_type: 'onepassword_connect', outcome: code, times: expect.any(Number) },
    });
    await p.bench.fail(null);
    expect(await minute()).toBe(true);
    expect(await looksAgain(ref)).toBe(true);
    // It may be busy with something else.
    expect(await minute()).toBe(false);
    expect(await p.t.vault.readItem(ref)).toMatchObject({ kind: 'read' });
    expect(await minute()).toBe(false);
  });

  it('goes on when the time is over that the provider wants no requests for, and asks nothing before', async () => {
    const ref = await wait('limited', true);
    await p.bench.fail(null);
    p.bench.requests.splice(0);
    const { provider_trouble } = await p.t.admin('agents.retrieve', { id: AGENT });
    expect(await minute()).toBe(false);
    p.t.clock.now = Date.parse(provider_trouble!.until!) - MINUTE - 1_000;
    expect(await minute()).toBe(false);
    expect(p.bench.requests).toEqual([]);
    expect(await minute()).toBe(true);
    expect(await looksAgain(ref)).toBe(true);
  });

  rule(
    'goes on when somebody tests a provider that has let it in again; until then nobody asks for its sake',
    async () => {
      const ref = await wait('forbidden', false);
      p.bench.requests.splice(0);
      expect(await minute()).toBe(false);
      expect(p.bench.requests).toEqual([]);
      await p.bench.fail(null);
      await p.t.admin('providers.test', { id_or_name: 'op' });
      expect(await minute()).toBe(true);
      expect(await looksAgain(ref)).toBe(true);
    },
  );

  rule('waits longer and longer for one that answers and fails by turns', async () => {
    const ref = await wait('down', false);
    const minutes: number[] = [];
    let waited = 0;
    for (; minutes.length < 5; waited += 1) {
      await p.bench.fail(null);
      if (!(await minute())) continue;
      minutes.push(waited);
      await p.bench.fail('down');
      expect(await p.t.vault.readItem(ref)).toMatchObject({ kind: 'trouble' });
    }
    const waits = minutes.slice(1).map((at, n) => at - minutes[n]!);
    expect(waits).toEqual([...waits].sort((one, other) => one - other));
    expect(waits.at(-1)).toBeGreaterThan(3 * waits[0]!);
    await p.bench.fail(null);
    for (let n = 0; n <= 60 && !(await looksAgain(ref)); n += 1) await minute();
    expect(await p.t.vault.readItem(ref)).toMatchObject({ kind: 'read' });
  });

  rule('nobody asks for a login that has ended', async () => {
    const ref = await wait('down', false);
    await p.t.vault.closeInvocation(closing(ref, { status: 'CANCELED', error_code: null }));
    p.bench.requests.splice(0);
    await minute();
    expect(p.bench.requests).toEqual([]);
  });
});

describe('a connection', () => {
  const closed: string[] = [];
  const room = () => {
    const providers = createProviders({ folder: '/nowhere' });
    const open: typeof providers.open = (kind, options): Provider => ({
      ...providers.open(kind, options),
      close: () => void closed.push(options.token),
    });
    return { ...providers, open };
  };
  const used = async () => {
    const t = await openTestVault({ providers: room() });
    closed.length = 0;
    const settings = { host: p.bench.address };
    const given = { name: 'op', provider_type: 'onepassword_connect', token: p.bench.token, settings };
    await t.admin('providers.create', given);
    await t.admin('providers.test', { id_or_name: 'op' });
    return t;
  };

  it('is closed at once when its token is replaced, when it is switched off and when it is deleted', async () => {
    const t = await used();
    await t.admin('providers.update', { id_or_name: 'op', priority: 2 });
    await t.vault.lookForChanges();
    expect(closed).toEqual([]);
    await t.admin('providers.update', { id_or_name: 'op', token: 'another-token' });
    expect(closed).toEqual([p.bench.token]);
    await t.admin('providers.test', { id_or_name: 'op' });
    await t.admin('providers.update', { id_or_name: 'op', enabled: false });
    expect(closed).toEqual([p.bench.token, 'another-token']);
    await t.admin('providers.test', { id_or_name: 'op' });
    await t.admin('providers.delete', { id_or_name: 'op' });
    expect(closed).toEqual([p.bench.token, 'another-token', 'another-token']);
  });
});

rule(
  'is looked for where its vault was deleted: the item of another vault is taken, or a person is asked',
  async () => {
    await p.bench.fill([login('shop'), login('spare', { vault: 'Spare', urls: ['https://www.example.com'] })]);
    await p.connect({ vaults: ['Team'] });
    await p.agent(AUTO);
    expect((await p.read()).reading).toMatchObject({
      kind: 'read',
      place: { id: expect.stringContaining(idOf('shop')) },
    });
    await p.bench.fill([login('spare', { vault: 'Spare' })]);
    expect((await p.read()).reading).toEqual({ kind: 'no_item' });
  },
);
