/** Looks at a vault without opening it for work: nothing is made, migrated or locked. */
import { existsSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import { AgentAuthError } from '../../../contract/index.js';
import { parseMasterKeys } from '../crypto/master-keys.js';
import { readFileIfThere } from '../state-folder/files.js';
import { DatabaseBusy } from '../store/errors.js';
import { migrations } from '../store/migrations/index.js';
import { missingMigrations } from '../store/postgres/open-postgres.js';
import type { Tables } from '../store/schema.js';
import { sqliteError } from '../store/sqlite/errors.js';
import { kyselyOn } from '../store/sqlite/kysely-on.js';
import { checkTables } from '../store/sqlite/open-database.js';
import { filesIn } from './files.js';

/** `new`: there is none yet, the first start makes it. `behind`: the next start brings its tables up to date. */
export type VaultState = 'new' | 'behind' | 'current';

/** How long another process may hold the database meanwhile, in ms. */
const BUSY_MS = 2_000;

const invalid = (reason: string): AgentAuthError => new AgentAuthError('state_dir_invalid', { reason });

async function lookIn(db: Kysely<Tables>) {
  const done = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const keys = await db.selectFrom('data_keys').select('master_key_id').distinct().execute();
  const made = done.rows.map(({ name }) => name);
  const ours = Object.keys(await migrations.getMigrations());
  const isLater = !made.every((name) => ours.includes(name));
  const isBehind = made.length < ours.length;
  if (!isLater && !isBehind) await checkTables(db);
  return { isLater, isBehind, keys: keys.map(({ master_key_id }) => master_key_id) };
}

async function look(path: string): ReturnType<typeof lookIn> {
  const db = kyselyOn(path, [], BUSY_MS);
  try {
    return await lookIn(db);
  } catch (error) {
    const ours = sqliteError(error);
    throw ours instanceof DatabaseBusy ? new AgentAuthError('vault_unavailable') : ours;
  } finally {
    await db.destroy();
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
  const there = await look(files.database);
  if (!there.keys.every((id) => keys.some((key) => key.id === id))) throw invalid('another_master_key');
  if (there.isLater) throw invalid('made_by_another_version');
  return there.isBehind ? 'behind' : 'current';
}

/** @throws AgentAuthError as `openPostgres` */
export async function inspectShared(url: string): Promise<VaultState> {
  const missing = await missingMigrations(url);
  if (missing.length === 0) return 'current';
  return missing.length === Object.keys(await migrations.getMigrations()).length ? 'new' : 'behind';
}
