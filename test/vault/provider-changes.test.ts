/** A value that the site refused is not sent again until its item changes; then the login goes on by itself. */
import { describe, expect, it } from 'vitest';
import { idOf } from '../unit/providers/world.js';
import { Account, makeAgent } from './support/account.js';
import { AGENT, AUTO, login, useProvider } from './support/provider.js';
import { closing, rule } from './support/vault.js';

const p = useProvider();
const REFUSED = { outcome: 'refused', refused_fields: ['password'] } as const;
const item = (password: string, version: number, more: object = {}) =>
  p.bench.fill([login('shop', { username: 'ada@example.com', password, version, ...more })]);

/** Reads the item in a new login, and sends its password. */
async function send(password: string, verdict: object | null = REFUSED) {
  const { ref, reading } = await p.read();
  const account = new Account(p.t, AGENT);
  const said = await account.send(ref, verdict, { password });
  return { ref, reading, said, account };
}

const change = (heard: string | null = null) => p.t.vault.hearChange({ id: AGENT, heard }, AGENT);
const shown = async () => (await p.t.admin('agents.retrieve', { id: AGENT })).credential_item;

async function start() {
  await p.connect({ cache_ttl_seconds: 60 });
  await p.agent(AUTO);
  await item('old', 1);
  const { change: first } = await change();
  await change(first);
}

describe('an item whose password the site refused', () => {
  rule('is known, and its password is not sent again', async () => {
    await start();
    const { ref, said, account } = await send('old');
    expect(said).toBe('sent');
    expect(await shown()).toMatchObject({ refused: true });
    await account.end(ref, 'credentials_invalid');
    expect((await send('old')).said).toBe('refused');
  });

  rule('wakes its agent once it has changed, when somebody lists it', async () => {
    await start();
    const { ref, account } = await send('old');
    await account.end(ref, 'credentials_invalid');
    await p.t.vault.lookForChanges();
    expect((await change()).change).toBeNull();
    await item('new', 2);
    // The last list is believed as long as it is.
    await p.t.vault.lookForChanges();
    expect((await change()).change).toBeNull();
    p.t.clock.now += 60_000;
    await p.t.vault.lookForChanges();
    const heard = await change();
    expect(heard).toMatchObject({ change: expect.any(String), renews: true });
    expect(await shown()).toMatchObject({ refused: false });
    expect(await change(heard.change)).not.toHaveProperty('renews');
    expect((await send('new', { outcome: 'accepted' })).said).toBe('sent');
  });

  rule('sends nobody into a login that people begin, and asks no provider for what was not refused', async () => {
    await start();
    await send('old', { outcome: 'accepted' });
    await item('new', 2);
    p.t.clock.now += 60_000;
    p.bench.requests.splice(0);
    await p.t.vault.lookForChanges();
    expect(p.bench.requests).toEqual([]);
    expect((await change()).change).toBeNull();
  });

  it('is read anew by a login that waits', async () => {
    await start();
    const { ref } = await send('old');
    const before = await p.t.vault.grantFor(ref);
    const { grant_mark } = (await p.t.vault.readStored(ref))!;
    await item('new', 2);
    p.t.clock.now += 60_000;
    await p.t.vault.lookForChanges();
    expect(await change()).not.toHaveProperty('renews');
    expect(await p.t.vault.grantFor(ref)).toEqual({ ...before, item_changed: true });
    expect((await p.t.vault.readStored(ref))!.grant_mark).not.toBe(grant_mark);
    const mark = async () => {
      const reading = await p.t.vault.readItem(ref);
      return reading.kind === 'read' ? reading.mark : reading.kind;
    };
    expect(await mark()).toBe(await mark());
    expect(await p.t.vault.grantFor(ref)).toEqual(before);
    expect(await p.t.vault.openStored(AGENT, 'password')).toBe('new');
  });

  rule('wakes its agent too when it is gone', async () => {
    await start();
    const { ref, account } = await send('old');
    await account.end(ref, 'credentials_invalid');
    await p.bench.fill([login('other')]);
    p.t.clock.now += 60_000;
    await p.t.vault.lookForChanges();
    expect(await change()).toMatchObject({ renews: true });
    expect((await p.read()).reading).toMatchObject({ kind: 'read', use: 'replaced' });
  });

  rule('leaves an agent alone whose provider is away', async () => {
    await start();
    const { ref, account } = await send('old');
    await account.end(ref, 'credentials_invalid');
    p.t.clock.now += 60_000;
    await p.bench.fail('down');
    await p.t.vault.lookForChanges();
    expect((await change()).change).toBeNull();
    expect(await shown()).toMatchObject({ refused: true });
  });
});

rule(
  'is one account with a stored credential of the same user: what was refused of one is not sent of the other',
  async () => {
    await start();
    const { ref, account } = await send('old');
    await account.end(ref, 'credentials_invalid');
    const values = { email: 'ada@example.com', password: 'old' };
    await p.t.admin('credentials.create', { name: 'stored', domain: 'example.com', values });
    const other = await makeAgent(p.t, 'q', 'stored');
    expect(await other.send(await other.begin(), REFUSED, { password: 'old' })).toBe('refused');
  },
);

rule('does not blame a stored credential for a value of the item', async () => {
  await p.connect();
  const values = { email: 'ada@example.com', password: 'stored' };
  await p.t.admin('credentials.create', { name: 'half', domain: 'example.com', values });
  await p.agent(AUTO, { credential_name: 'half' });
  await item('of-item', 1);
  const { ref } = await send('of-item');
  expect((await p.t.vault.readStored(ref))?.refused).toEqual([]);
  expect(await shown()).toMatchObject({ refused: true, item_id: idOf('shop') });
  await p.t.vault.closeInvocation(closing(ref, { status: 'CANCELED', error_code: null }));
});

rule('is read anew once its agent takes another item', async () => {
  await p.bench.fill([login('a'), login('b')]);
  await p.connect();
  await p.agent({ provider: 'op', path: 'Team/a' });
  const { ref } = await p.read();
  await p.agent({ provider: 'op', path: 'Team/b' });
  expect(await p.t.vault.grantFor(ref)).toMatchObject({ item_changed: true });
  await p.t.vault.readItem(ref);
  expect(await p.t.vault.openStored(AGENT, 'username')).toBe('b@example.com');
  expect(await p.t.vault.grantFor(ref)).not.toHaveProperty('item_changed');
});
