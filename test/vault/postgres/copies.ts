/** A small vault, its copy, and the way back. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CopyEvent, copyVault, openVault, undoCopy } from '../../../activities/vault/index.js';
import type { TestDatabase } from '../../support/postgres/databases.js';
import { openTestVault, type TestVault } from '../support/vault.js';

export const keyOf = ({ stateDir }: TestVault): Promise<string> => readFile(join(stateDir, 'master-key'), 'utf8');

export const copy = ({ stateDir }: TestVault, { url }: TestDatabase, onEvent?: (event: CopyEvent) => void) =>
  copyVault({ stateDir, postgres: { url }, ...(onEvent ? { onEvent } : {}) });

export const undo = ({ stateDir }: TestVault, { url }: TestDatabase, discardChanges = false) =>
  undoCopy({ stateDir, postgres: { url }, discardChanges });

export const openSource = ({ stateDir, clock }: TestVault) => openVault({ stateDir, clock: () => clock.now });

/** A small vault, stopped. */
export async function stopped(): Promise<TestVault> {
  const t = await openTestVault({ onPostgres: false });
  await t.admin('credentials.create', { name: 'shop', domain: 'example.com', values: { password: 'one' } });
  await t.vault.close();
  return t;
}
