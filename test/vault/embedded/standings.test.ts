/** How many questions a list asks of the database. What it says is compared with what single agents say wherever a test of the ledger asks for one. */
import { cp } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import { listAgents } from '../../../activities/vault/agents/list.js';
import type { Call } from '../../../activities/vault/calls/operation.js';
import { CIRCUIT } from '../../../activities/vault/circuit-limits.js';
import type { VaultContext } from '../../../activities/vault/context.js';
import { openEmbedded } from '../../../activities/vault/opening/embedded.js';
import { Connections } from '../../../activities/vault/providers/connections.js';
import { inTransaction } from '../../../activities/vault/store/transaction.js';
import { CEILINGS } from '../../../activities/vault/submission.js';
import type { AgentRecord, ListOf } from '../../../contract/index.js';
import { type Account, HOUR, makeAgent } from '../support/account.js';
import { grant, makeStateDir, openTestVault, type TestVault } from '../support/vault.js';

const TOTP = 'JBSWY3DPEHPK3PXP';

/** Lists agents of a copy of the vault. @returns what it has asked, and how many values it has opened */
async function listing(t: TestVault) {
  const copy = await makeStateDir();
  await cp(t.stateDir, copy, { recursive: true, filter: (path) => !path.endsWith('.lock') });
  const limits = { ceilings: CEILINGS, circuit: CIRCUIT, loginsPerSite: 1, connections: new Connections(null) };
  const { ctx, close } = await openEmbedded(copy, { ...limits, clock: () => t.clock.now });
  onTestFinished(close);
  const records: VaultContext['records'] = {
    ...ctx.records,
    openAll(db, fields) {
      counted.opened += fields.length;
      return ctx.records.openAll(db, fields);
    },
  };
  const counted = { asked: 0, opened: 0 };
  return async (limit: number) => {
    Object.assign(counted, { asked: 0, opened: 0 });
    const { items } = await inTransaction(ctx.db, async (transaction) => {
      const db = transaction.withPlugin({
        transformQuery: ({ node }) => node,
        // Not as they are written: a question within another one is none of its own.
        transformResult: async ({ result }) => {
          counted.asked += 1;
          return result;
        },
      });
      const call = { ctx: { ...ctx, records }, db, params: { limit } } as unknown as Call<'agents.list'>;
      return (await listAgents.run(call)) as ListOf<AgentRecord>;
    });
    expect(items).toHaveLength(limit);
    return { ...counted, items };
  };
}

it('a list of agents in good standing asks as many questions for sixty of them as for one, and opens nothing', async () => {
  const t = await openTestVault();
  const values = { email: 'user@example.com', password: 'a good passphrase' };
  await t.admin('credentials.create', { name: 'one', domain: 'example.com', values, totp_secret: TOTP });
  for (let n = 0; n < 60; n += 1) await grant(t.admin, `shop${n}.example.com`, { credential_name: 'one' });
  const list = await listing(t);
  const { asked } = await list(1);
  expect(await list(60)).toMatchObject({ asked, opened: 0 });
  // Each table that says something of an agent is read once; pauses, TOTP secrets, codes and lives twice, for two of its answers.
  expect(asked).toBeLessThan(20);
});

const CREDENTIAL = { name: 'shop', domain: 'example.com', totp_secret: TOTP };

/** Agents that share an account, and so all that keeps it from logging in. */
async function family(): Promise<{ t: TestVault; first: Account }> {
  const t = await openTestVault();
  await t.admin('credentials.create', { ...CREDENTIAL, values: { email: 'ada@example.com', password: 'pw' } });
  const first = await makeAgent(t, 'p0', 'shop');
  for (let n = 1; n < 8; n += 1) await makeAgent(t, `p${n}`, 'shop');
  return { t, first };
}

const refuseCode = async (one: Account): Promise<void> => {
  one.t.clock.now += 60_000;
  const ref = await one.begin();
  await one.send(ref, { outcome: 'refused', refused_fields: ['code'] }, { code: true });
  await one.end(ref);
};

it.each<[string, (one: Account) => Promise<void>]>([
  [
    'site_trouble',
    async (one) => {
      const ref = await one.begin();
      await one.t.vault.noteRetryAfter(ref, HOUR);
      await one.end(ref, 'website_error');
    },
  ],
  [
    'lost',
    async (one) => {
      for (let n = 0; n < 2; n += 1) await one.login('lost');
    },
  ],
  [
    'codes_refused',
    async (one) => {
      for (let n = 0; n < 2; n += 1) await refuseCode(one);
    },
  ],
])('nor does it ask for each where all are stopped: %s', async (why, stop) => {
  const { t, first } = await family();
  await stop(first);
  const list = await listing(t);
  const one = await list(1);
  const all = await list(8);
  expect(all).toMatchObject({ asked: one.asked, opened: one.opened });
  for (const { id, stopped, can_reauth_reason } of all.items) {
    expect(stopped).toMatchObject({ why });
    expect(await t.admin('agents.retrieve', { id })).toMatchObject({ stopped, can_reauth_reason });
  }
});
