import { type Kysely, sql, type Transaction } from 'kysely';
import { migrations } from '../migrations/index.js';
import type { Tables } from '../schema.js';
import { lockId } from './lock-id.js';
import { PortableTypes } from './portable-types.js';
import { createMigrationsTable, findMissing, noteMigration } from './schema-state.js';

/** How long another process that migrates is waited for. */
const WAIT_FOR_OTHERS = '60s';

async function runMissing(db: Transaction<Tables>): Promise<string[]> {
  await sql`set local statement_timeout = 0`.execute(db);
  await sql`set local lock_timeout = ${sql.lit(WAIT_FOR_OTHERS)}`.execute(db);
  // It ends with the transaction, wherever that runs: a lock of the session would be lost behind PgBouncer.
  await sql`select pg_advisory_xact_lock(${lockId('migrate')})`.execute(db);
  // Others go on meanwhile: what waits for a table keeps them waiting too, so it gives up soon.
  await sql`set local lock_timeout = '4s'`.execute(db);
  const missing = await findMissing(db);
  const all = await migrations.getMigrations();
  if (missing.length > 0) await createMigrationsTable(db);
  for (const name of missing) {
    await all[name]?.up(db.withPlugin(new PortableTypes()));
    await noteMigration(db, name);
  }
  return missing;
}

/**
 * Brings the tables up to date, all of it or nothing; one process at a time. Kysely's own migrator takes a lock of the session.
 * @returns the names of the migrations that were made
 */
export const migrate = (db: Kysely<Tables>): Promise<string[]> => db.transaction().execute(runMissing);
