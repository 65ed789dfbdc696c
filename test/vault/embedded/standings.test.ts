import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listAgents } from '../../../activities/vault/agents/list.js';
import type { Call } from '../../../activities/vault/calls/operation.js';
import { openDatabase } from '../../../activities/vault/store/sqlite/open-database.js';
import type { AgentRecord, ListOf } from '../../../contract/index.js';
import { grant, makeStateDir, openTestVault } from '../support/vault.js';

/** Standings themselves are compared with those of single agents wherever a test of the ledger asks for one. */
it('a list of agents in good standing asks as many questions for sixty of them as for one', async () => {
  const t = await openTestVault();
  const values = { email: 'user@example.com', password: 'a good passphrase' };
  await t.admin('credentials.create', { name: 'one', domain: 'example.com', values, totp_secret: 'JBSWY3DPEHPK3PXP' });
  for (let n = 0; n < 60; n += 1) await grant(t.admin, `shop${n}.example.com`, { credential_name: 'one' });
  const copy = await makeStateDir();
  await cp(t.stateDir, copy, { recursive: true, filter: (path) => !path.endsWith('.lock') });
  const database = await openDatabase(join(copy, 'vault.db'));
  onTestFinished(() => database.destroy());
  let asked = 0;
  const db = database.withPlugin({
    transformQuery({ node }) {
      asked += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const ctx = { fingerprint: (...parts: string[]) => parts.join(), clock: () => t.clock.now };
  const asks = async (limit: number): Promise<number> => {
    asked = 0;
    const call = { ctx, db, params: { limit } } as unknown as Call<'agents.list'>;
    const { items } = (await listAgents.run(call)) as ListOf<AgentRecord>;
    expect(items).toHaveLength(limit);
    return asked;
  };
  const forOne = await asks(1);
  expect(await asks(60)).toBe(forOne);
  // Pauses, references to items of providers, sites in trouble and those that asked to wait are read by one each.
  expect(forOne).toBeLessThan(10);
});
