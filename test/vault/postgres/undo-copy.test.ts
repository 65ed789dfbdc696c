import { describe, expect, it, onTestFinished } from 'vitest';
import { undoCopy, type Vault } from '../../../activities/vault/index.js';
import { makeDatabase } from '../../support/postgres/databases.js';
import { codeOf, makeStateDir } from '../support/vault.js';
import { copy, keyOf, openSource, stopped, undo } from './copies.js';
import { fillVault, openCopy } from './full-vault.js';

/** What a worker does at its start and each minute, while nobody asks for anything. */
async function runIdly(vault: Vault): Promise<void> {
  await vault.publishVaultKey();
  await vault.askComparison();
  for (let goes = true; goes; ) {
    const batch = await vault.takeBatch();
    goes = batch !== null && (await vault.endBatch(batch, false)).goes_on;
  }
  for (const id of await vault.changedAgents()) await vault.hearChange({ id, heard: null }, id);
  for (const sent of await vault.takeDeliveries(100, new Map()))
    await vault.settleDelivery(sent, { status: 500, failure: 'status' });
  await vault.lookForChanges();
  await vault.wantDue();
  await vault.sweep();
}

describe('a copied vault', () => {
  it('is not taken back by accident where it was used, and ends workers that run on it when it is', async () => {
    const t = await stopped();
    const database = await makeDatabase();
    await copy(t, database);
    const worker = await openCopy(t, database.url, await makeStateDir(), await keyOf(t));
    onTestFinished(() => worker.close());
    await worker.createAccessKey({ name: 'new', scopes: [] });
    expect(await codeOf(undo(t, database))).toBe('copy_differs');
    await expect(worker.sweep()).resolves.toBeUndefined();
    expect(await codeOf(openSource(t))).toBe('vault_copied');
    await undo(t, database, true);
    expect(await codeOf(worker.sweep())).toBe('copy_unfinished');
    await (await openSource(t)).close();
  });

  it('is taken back where workers merely ran on it, and swept what was over', async () => {
    const full = await fillVault();
    await full.t.vault.close();
    const database = await makeDatabase();
    await copy(full.t, database);
    const worker = await openCopy(full.t, database.url, await makeStateDir(), await keyOf(full.t));
    onTestFinished(() => worker.close());
    // Calls and pictures of a week ago are swept, and the key of the vault is another one.
    full.t.clock.now += 8 * 86_400_000;
    await runIdly(worker);
    expect(await database.query('select 1 from vault_calls')).toEqual([]);
    await undo(full.t, database);
    await (await openSource(full.t)).close();
  });

  it('is taken back without the database only when that is said', async () => {
    const t = await stopped();
    const database = await makeDatabase();
    await copy(t, database);
    const gone = { ...database, url: database.url.replace(/[^/]+$/, 'gone') };
    expect(await codeOf(undo(t, gone))).toBe('database_forbidden');
    expect(await codeOf(openSource(t))).toBe('vault_copied');
    await undoCopy({ stateDir: t.stateDir, postgres: null, discardChanges: false });
    await (await openSource(t)).close();
    // Should it come back after all, it holds what happened there: nothing is written over it.
    expect(await codeOf(copy(t, database))).toBe('copy_target_taken');
  });
});
