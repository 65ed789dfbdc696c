import { Kysely, type PostgresPool, sql } from 'kysely';
import { AgentAuthError } from '../../../../contract/index.js';
import { DatabaseBusy } from '../errors.js';
import type { Tables } from '../schema.js';
import { type Database, repeat } from '../transaction.js';
import { BEGIN_ALONE, BEGIN_PLAIN, BEGIN_TOGETHER } from './begin.js';
import { CommitUnknown, PooledDialect } from './dialect.js';
import { lockId } from './lock-id.js';
import { migrate } from './migrate.js';
import { openPool } from './pool.js';
import { checkServer, findMissing } from './schema-state.js';

const kyselyOn = (pool: PostgresPool, begin: string): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: new PooledDialect(pool, begin) });

/**
 * What became of a transaction whose commit nobody answered.
 * @throws DatabaseBusy while it can't be told
 */
async function isCommitted(plain: Kysely<Tables>, transaction: string): Promise<boolean> {
  try {
    const { rows } = await sql<{ status: string | null }>`
      select pg_xact_status(${transaction}::xid8) as status`.execute(plain);
    const status = rows[0]?.status;
    // The server has not noticed yet that nobody is there.
    if (status === 'in progress') throw new DatabaseBusy();
    return status === 'committed';
  } catch (error) {
    // A server that has taken over and never heard of it.
    if (error instanceof AgentAuthError && error.code === 'invalid_input') return false;
    throw error;
  }
}

/** The store of any number of processes. */
function postgresStore(pool: PostgresPool, plain: Kysely<Tables>): Database {
  const together = kyselyOn(pool, BEGIN_TOGETHER);
  const lonely = kyselyOn(pool, BEGIN_ALONE);
  return {
    async attempt(work, alone) {
      let result: { readonly value: Awaited<ReturnType<typeof work>> } | null = null;
      try {
        await (alone ? lonely : together).transaction().execute(async (db) => {
          result = { value: await work(db) };
        });
      } catch (error) {
        if (!(error instanceof CommitUnknown)) throw error;
        if (!(await repeat(() => isCommitted(plain, error.transaction)))) throw new DatabaseBusy();
      }
      return result!.value;
    },
    async takeTurn(db, job) {
      const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${lockId(job)}) as mine`.execute(
        db,
      );
      return rows[0]?.mine === true;
    },
    // The log of a Postgres server is its own; see docs/security.md.
    emptyLog: async () => undefined,
    close: () => pool.end(),
  };
}

async function onPool<T>(url: string, work: (pool: PostgresPool, plain: Kysely<Tables>) => Promise<T>): Promise<T> {
  const pool = openPool(url);
  try {
    return await work(pool, kyselyOn(pool, BEGIN_PLAIN));
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/**
 * Opens a database of the vault.
 * @param mayMigrate whether its tables are brought up to date; otherwise one that is behind is refused
 * @throws AgentAuthError `invalid_input`, `vault_unavailable`, `clock_skewed`, `database_forbidden`, `database_invalid`, `database_not_migrated`
 */
export const openPostgres = (url: string, mayMigrate: boolean): Promise<Database> =>
  onPool(url, async (pool, plain) => {
    await repeat(async () => {
      await checkServer(plain);
      const missing = await findMissing(plain);
      if (missing.length > 0 && !mayMigrate) throw new AgentAuthError('database_not_migrated', { missing });
      if (missing.length > 0) await migrate(plain);
    });
    return postgresStore(pool, plain);
  });

/**
 * Brings the tables of a database up to date, and nothing else.
 * @returns the names of the migrations that were made
 * @throws AgentAuthError as `openPostgres`
 */
export const migrateDatabase = (url: string): Promise<string[]> =>
  onPool(url, async (pool, plain) => {
    const made = await repeat(async () => {
      await checkServer(plain);
      return (await findMissing(plain)).length === 0 ? [] : migrate(plain);
    });
    await pool.end();
    return made;
  });
