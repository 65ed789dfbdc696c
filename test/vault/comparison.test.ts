/** What the vault does where Temporal's records are not the ones that they were. */
import { expect, it } from 'vitest';
import type { Batch } from '../../activities/vault/comparison.js';
import type { Vault } from '../../activities/vault/index.js';
import { agentId, type InvocationRecord } from '../../contract/index.js';
import { DAY, HOUR, MINUTE, makeAgent } from './support/account.js';
import { begin, closing, grant, load, openTestVault, prove, rule, type TestVault } from './support/vault.js';

const ID = agentId('example.com', 'default');

async function take({ vault }: TestVault): Promise<Batch> {
  const batch = await vault.takeBatch();
  if (batch === null) throw new Error('nothing to compare');
  return batch;
}

const many = async (t: TestVault, count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1)
    await grant(t.admin, 'example.com', { id: agentId('example.com', `p${n}`), profile_name: `p${n}` });
};

/** All agents that are compared until there is a pause. */
async function round(vault: Vault, found: (batch: Batch) => boolean = () => false): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (let goes_on = true; goes_on; ) {
    const batch = await vault.takeBatch();
    if (batch === null) break;
    batches.push(batch);
    goes_on = (await vault.endBatch(batch, found(batch))).goes_on;
  }
  return batches;
}
const sizes = (batches: readonly Batch[]): number[] => batches.map(({ agents }) => agents.length);
const distinct = (batches: readonly Batch[]): number => new Set(batches.flatMap(({ agents }) => agents)).size;

rule('a few agents are compared a minute, by one worker at a time, and after the last one it begins anew', async () => {
  const t = await openTestVault();
  await many(t, 45);
  const batches: Batch[] = [];
  for (let n = 0; n < 4; n += 1) {
    const batch = await take(t);
    expect(await t.vault.takeBatch()).toBeNull();
    batches.push(batch);
    await t.vault.endBatch(batch, false);
    expect(await t.vault.takeBatch()).toBeNull();
    t.clock.now += MINUTE;
  }
  expect(sizes(batches)).toEqual([20, 20, 5, 20]);
  expect(distinct(batches.slice(0, 3))).toBe(45);
});

rule('all are compared when a worker has started, also where others are being compared just then', async () => {
  const t = await openTestVault();
  await many(t, 120);
  const slow = await take(t);
  await t.vault.askComparison();
  await t.vault.endBatch(slow, false);
  const all = await round(t.vault);
  expect([sizes(all), distinct(all), all[0]!.pace]).toEqual([[100, 20], 120, 'all']);
  expect(await t.vault.takeBatch()).toBeNull();
});

rule('where one is missing all are compared from the first on, and each is told to read the vault', async () => {
  const t = await openTestVault();
  await many(t, 45);
  const batches = await round(t.vault, ({ pace }) => pace === 'slow');
  const told = batches.filter(({ pace }) => pace === 'all and tell');
  expect(distinct(told)).toBe(45);
  // Of those that are missing now the round knows already.
  t.clock.now += MINUTE;
  expect((await take(t)).pace).toBe('slow');
});

it('a worker that died is taken over, and says nothing any more', async () => {
  const t = await openTestVault();
  await many(t, 45);
  const dead = await take(t);
  t.clock.now += MINUTE;
  const next = await take(t);
  expect(next.agents).toEqual(dead.agents);
  expect(await t.vault.endBatch(dead, true)).toEqual({ goes_on: false, lists: false });
  await t.vault.dropBatch(next);
  expect((await take(t)).agents).toEqual(dead.agents);
});

it('what the vault is done with is looked for after all were compared, and once an hour', async () => {
  const t = await openTestVault();
  await many(t, 1);
  const lists = async () => (await t.vault.endBatch(await take(t), false)).lists;
  expect(await lists()).toBe(true);
  t.clock.now += MINUTE;
  expect(await lists()).toBe(false);
  t.clock.now += HOUR;
  expect(await lists()).toBe(true);
  await t.vault.askComparison();
  expect(await lists()).toBe(true);
});

const shown = (t: TestVault, invocation_id: string): Promise<InvocationRecord> =>
  t.admin('invocations.retrieve', { invocation_id });
const eventsOf = async (t: TestVault) => (await t.admin('events.list', {})).items.map(({ type }) => type);
const heard = (t: TestVault) => t.vault.hearChange({ id: ID, heard: null }, ID);

it('a lost login ends, frees what it held, and its agent is to renew the session by itself', async () => {
  const t = await openTestVault({ loginsPerSite: 1 });
  await grant(t.admin, 'example.com');
  const { ref, give } = await begin(t.vault, ID);
  await load(t.vault, ref);
  const given = await give('password', 'given');
  await t.vault.prepareAttempt({
    ...ref,
    attempt_id: `${ref.invocation_id}:1`,
    secrets: [{ value: 'given', ...given }],
  });
  t.clock.now += MINUTE;
  const { logins } = await take(t);
  expect(logins).toEqual([{ ...ref, run_id: `run-of-${ref.invocation_id}` }]);
  await t.vault.endLost(ref, 'nobody');
  expect(await shown(t, ref.invocation_id)).toMatchObject({ status: 'FAILED', error_code: 'workflow_lost' });
  expect(await eventsOf(t)).toEqual(expect.arrayContaining(['invocation.failed', 'reauth.failed']));
  const { items } = await t.admin('agents.timeline', { id: ID });
  expect(items).toMatchObject([
    { id: ref.invocation_id, error_code: 'workflow_lost', completed_at: expect.any(String) },
  ]);
  // A late page of it types nothing, and another login has its profile and its turn.
  expect(await t.vault.armAttempt({ ...ref, attempt_id: `${ref.invocation_id}:1` }).catch(() => false)).toBe(false);
  await expect(t.vault.openGiven({ ...ref, ...given })).rejects.toMatchObject({ code: 'invocation_ended' });
  await load(t.vault, (await begin(t.vault, ID)).ref);
  expect(await t.vault.changedAgents()).toEqual([ID]);
  // The minute's telling finds no keeper: the agent has to hear of this all the same.
  await t.vault.forgetChange(ID);
  const first = await heard(t);
  expect(first).toMatchObject({ has_session: false, lost: 'renew' });
  expect(await t.vault.hearChange({ id: ID, heard: first.change }, ID)).toEqual({ change: null, has_session: false });
});

rule.each<
  [string, 'somebody' | 'nobody', (t: TestVault) => Promise<Awaited<ReturnType<typeof begin>>>, object, string]
>([
  [
    'that somebody ended in Temporal is canceled, and not begun again',
    'somebody',
    (t) => begin(t.vault, ID),
    { status: 'CANCELED', error_code: null },
    'ended',
  ],
  [
    'that a person had started is not begun again',
    'nobody',
    (t) => begin(t.vault, ID, undefined, { access_key: t.accessKey }),
    { status: 'FAILED', error_code: 'workflow_lost' },
    'ended',
  ],
])('a lost login %s', async (_, by, start, end, lost) => {
  const t = await openTestVault();
  await grant(t.admin, 'example.com');
  const { ref } = await start(t);
  await t.vault.endLost(ref, by);
  expect(await shown(t, ref.invocation_id)).toMatchObject(end);
  expect(await heard(t)).toMatchObject({ lost });
});

rule('a lost login whose session was proven and saved has succeeded', async () => {
  const t = await openTestVault();
  await grant(t.admin, 'example.com');
  const { ref } = await begin(t.vault, ID);
  await prove(t.vault, ref);
  await t.vault.endLost(ref, 'nobody');
  expect(await shown(t, ref.invocation_id)).toMatchObject({ status: 'SUCCESS', error_code: null });
  expect(await heard(t)).toMatchObject({ has_session: true, session: { last_auth_at: expect.any(String) } });
});

rule('a login that ended, or is not that agent’s, stays as it is', async () => {
  const t = await openTestVault();
  await grant(t.admin, 'example.com');
  const { ref } = await begin(t.vault, ID);
  await t.vault.endLost({ ...ref, auth_agent_id: 'agent_other' }, 'nobody');
  expect(await shown(t, ref.invocation_id)).toMatchObject({ status: 'IN_PROGRESS' });
  await t.vault.closeInvocation(closing(ref, { status: 'EXPIRED', error_code: 'awaiting_input_timeout' }));
  await t.vault.endLost(ref, 'nobody');
  expect(await shown(t, ref.invocation_id)).toMatchObject({ status: 'EXPIRED' });
  expect(await t.vault.changedAgents()).toEqual([]);
});

rule('what a lost login had submitted counts as lost: its account takes a few more, and then none', async () => {
  const t = await openTestVault();
  await t.admin('credentials.create', { name: 'shop', domain: 'example.com', values: { email: 'e', password: 'pw' } });
  const account = await makeAgent(t, 'one', 'shop', 'example.com');
  for (let n = 0; n < 2; n += 1) {
    const ref = await account.begin();
    expect(await account.send(ref, null)).toBe('sent');
    await t.vault.endLost(ref, 'nobody');
    t.clock.now += 10 * MINUTE;
  }
  expect(await account.send(await account.begin(), null)).toBe('lost');
});

rule(
  'of an agent that was deleted, a login in progress is compared, and its keeper is one to end; of one that is merely unknown not',
  async () => {
    const t = await openTestVault();
    await grant(t.admin, 'example.com');
    const { ref } = await begin(t.vault, ID);
    await t.admin('agents.revoke', { id: ID });
    expect(await t.vault.deletedAmong([ID, 'agent_unknown'])).toEqual([ID]);
    t.clock.now += MINUTE;
    expect(await take(t)).toMatchObject({ agents: [ID], logins: [ref] });
    await grant(t.admin, 'example.com');
    expect(await t.vault.deletedAmong([ID])).toEqual([]);
  },
);

it('logins are ones to end when they ended some time ago', async () => {
  const t = await openTestVault();
  await grant(t.admin, 'example.com');
  const { ref } = await begin(t.vault, ID);
  const ended = () => t.vault.endedAmong([ref.invocation_id, 'inv_unknown']);
  expect(await ended()).toEqual([]);
  await t.vault.closeInvocation(closing(ref, { status: 'CANCELED' }));
  expect(await ended()).toEqual([]);
  t.clock.now += DAY;
  expect(await ended()).toEqual([ref.invocation_id]);
});
