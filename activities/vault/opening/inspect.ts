/** Looks at a vault without opening it for work: nothing is made, migrated or locked. */
import { existsSync } from 'node:fs';
import { AgentAuthError } from '../../../contract/index.js';
import { parseMasterKeys } from '../crypto/master-keys.js';
import { readFileIfThere } from '../state-folder/files.js';
import { DatabaseBusy } from '../store/errors.js';
import { migrations } from '../store/migrations/index.js';
import { missingMigrations } from '../store/postgres/open-postgres.js';
import { connect } from '../store/sqlite/connect.js';
import { sqliteError } from '../store/sqlite/errors.js';
import { filesIn } from './files.js';

/** `new`: there is none yet, the first start makes it. `behind`: the next start brings its tables up to date. */
export type VaultState = 'new' | 'behind' | 'current';

/** How long another process may hold the database meanwhile, in ms. */
const BUSY_MS = 2_000;

const invalid = (reason: string): AgentAuthError => new AgentAuthError('state_dir_invalid', { reason });

function migrationsIn(path: string): { readonly done: string[]; readonly keys: string[] } {
  const database = connect(path, BUSY_MS);
  try {
    const done = database.prepare('select name from kysely_migration order by name').all([]) as { name: string }[];
    const keys = database.prepare('select distinct master_key_id as id from data_keys').all([]) as { id: string }[];
    return { done: done.map(({ name }) => name), keys: keys.map(({ id }) => id) };
  } catch (error) {
    const ours = sqliteError(error);
    throw ours instanceof DatabaseBusy ? new AgentAuthError('vault_unavailable') : ours;
  } finally {
    database.close();
  }
}

/** @throws AgentAuthError `state_dir_*`, `vault_unavailable` */
export async function inspectEmbedded(stateDir: string): Promise<VaultState> {
  const files = filesIn(stateDir);
  const text = await readFileIfThere(files.masterKey);
  if (!existsSync(files.database)) {
    if (existsSync(files.accessKey)) throw invalid('database_missing');
    return 'new';
  }
  const keys = text === null ? null : parseMasterKeys(text);
  if (keys === null) throw invalid(text === null ? 'master_key_missing' : 'master_key_unreadable');
  const there = migrationsIn(files.database);
  if (!there.keys.every((id) => keys.some((key) => key.id === id))) throw invalid('another_master_key');
  const ours = Object.keys(await migrations.getMigrations());
  if (!there.done.every((name) => ours.includes(name))) throw invalid('made_by_another_version');
  return there.done.length < ours.length ? 'behind' : 'current';
}

/** @throws AgentAuthError as `openPostgres` */
export async function inspectShared(url: string): Promise<VaultState> {
  const missing = await missingMigrations(url);
  if (missing.length === 0) return 'current';
  return missing.length === Object.keys(await migrations.getMigrations()).length ? 'new' : 'behind';
}
