import { Kysely, type PostgresPool, sql } from 'kysely';
import { hasCode } from '../../../../contract/errors/has-code.js';
import { AgentAuthError } from '../../../../contract/index.js';
import { DatabaseBusy } from '../errors.js';
import type { Tables } from '../schema.js';
import { type Database, repeat } from '../transaction.js';
import { BEGIN_ALONE, BEGIN_PLAIN, BEGIN_TOGETHER } from './begin.js';
import { CommitMarks } from './commit-marks.js';
import { CommitUnknown, type OnCommitted, PooledDialect } from './dialect.js';
import { lockId } from './lock-id.js';
import { migrate } from './migrate.js';
import { ANSWER_MS, openPool } from './pool.js';
import { invalid } from './refusals.js';
import { checkRights, checkServer, checkTables, findMissing } from './schema-state.js';

const kyselyOn = (pool: PostgresPool, begin: string, onCommitted: OnCommitted | null): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: new PooledDialect(pool, begin, onCommitted) });

/**
 * What became of a transaction whose commit nobody answered.
 * @throws DatabaseBusy while it can't be told
 */
async function isCommitted(plain: Kysely<Tables>, { mark, transaction }: CommitUnknown): Promise<boolean> {
  // The server may not have noticed yet that nobody is there.
  if (await goesOn(plain, transaction)) throw new DatabaseBusy();
  return hasMark(plain, mark);
}

const hasMark = async (db: Kysely<Tables>, mark: string): Promise<boolean> =>
  (await db.selectFrom('commits').select('id').where('id', '=', mark).executeTakeFirst()) !== undefined;

async function goesOn(plain: Kysely<Tables>, transaction: string): Promise<boolean> {
  try {
    const { rows } = await sql<{ status: string | null }>`
      select pg_xact_status(${transaction}::xid8) as status`.execute(plain);
    return rows[0]?.status === 'in progress';
  } catch (error) {
    // A server that has taken over and never heard of it.
    if (error instanceof AgentAuthError && error.code === 'invalid_input') return false;
    throw error;
  }
}

const missingMarks = (db: Kysely<Tables>, marks: readonly string[]): Promise<string[]> =>
  db.transaction().execute(async (looking) => {
    const { rows } = await sql<{ mark: string }>`select mark from unnest(${[...marks]}::text[]) as mark
      where not exists (select from commits where id = mark)`.execute(looking);
    return rows.map(({ mark }) => mark);
  });

/** The store of any number of processes. */
function postgresStore(pool: PostgresPool, plain: Kysely<Tables>): Database {
  const marks = new CommitMarks();
  const onCommitted: OnCommitted = (mark) => marks.note(mark);
  const together = kyselyOn(pool, BEGIN_TOGETHER, onCommitted);
  const lonely = kyselyOn(pool, BEGIN_ALONE, onCommitted);
  return {
    async attempt(work, alone) {
      let result: { readonly value: Awaited<ReturnType<typeof work>> } | null = null;
      try {
        await (alone ? lonely : together).transaction().execute(async (db) => {
          result = { value: await work(db) };
        });
      } catch (error) {
        if (!(error instanceof CommitUnknown)) throw error;
        if (!(await repeat(() => isCommitted(plain, error)))) throw new DatabaseBusy();
        onCommitted(error.mark);
      }
      return result!.value;
    },
    async takeTurn(db, job) {
      const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${lockId(job)}) as mine`.execute(
        db,
      );
      return rows[0]?.mine === true;
    },
    isAsLeft: () => marks.areThere((all) => repeat(() => missingMarks(plain, all))),
    // The log of a Postgres server is its own; see docs/security.md.
    emptyLog: async () => undefined,
    close: () => pool.end(),
  };
}

/** How long a migration may take on large tables. Ms. */
const MIGRATION_MS = 30 * 60_000;

async function onPool<T>(
  url: string,
  answerMs: number,
  work: (pool: PostgresPool, plain: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  const pool = openPool(url, answerMs);
  try {
    return await work(pool, kyselyOn(pool, BEGIN_PLAIN, null));
  } catch (error) {
    await pool.end();
    throw atStart(error, url);
  }
}

const LOOK_THERE =
  'Check the address in AGENT_AUTH_DATABASE_URL, that a Postgres server runs there, and that it can be reached from this machine.';

/** By what it is away for (errors.ts): the server has said so itself. */
const LOOK_AT_SERVER = 'The server answers and takes nobody in at the moment; its log says why.';
const NO_CONNECTION_LEFT =
  'The server has no connection left: each worker takes up to 10. Raise max_connections or the limit of the role or database, or put PgBouncer in between.';

const DISK_FULL = "The disk of the database's server is full: make room there, and start again.";
const TOO_SLOW =
  'A statement or a transaction was ended, or waited for too long: the role or the database has a statement_timeout or a transaction_timeout that is too low, or somebody holds the tables.';

const ADVICE: Readonly<Record<string, string>> = {
  'database 53100': DISK_FULL,
  'database 53300': NO_CONNECTION_LEFT,
  'database 25P04': TOO_SLOW,
  'database 57014': TOO_SLOW,
  'database 55P03': TOO_SLOW,
};

const adviceFor = ({ cause }: AgentAuthError['details']): string => {
  const advice = ADVICE[String(cause)];
  if (advice !== undefined) return advice;
  return cause === undefined || String(cause).startsWith('database ') ? LOOK_AT_SERVER : LOOK_THERE;
};

/** Who opens a database has its address at hand, and may have it wrong. */
function atStart(error: unknown, url: string): unknown {
  if (!hasCode(error, 'vault_unavailable')) return error;
  // SQLSTATE class 42: a table or column that should be there is not, or the other way round.
  if (/^42/.test(String(error.details.database))) return invalid('tables_differ');
  const { hostname, port } = new URL(url);
  const where = hostname === '' ? {} : { host: hostname, port: port || '5432' };
  return new AgentAuthError(error.code, { ...error.details, ...where, advice: adviceFor(error.details) });
}

/** @throws AgentAuthError `database_invalid`, `database_forbidden` */
async function checkWhole(db: Kysely<Tables>): Promise<void> {
  await checkTables(db);
  await checkRights(db);
}

/** The migrations that a database lacks, if it is one that the vault can be on. In a transaction, for its limits hold whatever those of the role are. */
const look = (plain: Kysely<Tables>): Promise<string[]> =>
  repeat(() =>
    plain.transaction().execute(async (db) => {
      await checkServer(db);
      const missing = await findMissing(db);
      if (missing.length === 0) await checkWhole(db);
      return missing;
    }),
  );

/** The migrations that a database lacks. Reads only. @throws AgentAuthError as `openPostgres` */
export const missingMigrations = (url: string): Promise<string[]> =>
  onPool(url, ANSWER_MS, async (pool, plain) => {
    const missing = await look(plain);
    await pool.end();
    return missing;
  });

/**
 * Brings the tables of a database up to date, and nothing else.
 * @returns the names of the migrations that were made
 * @throws AgentAuthError as `openPostgres`
 */
export const migrateDatabase = (url: string): Promise<string[]> =>
  onPool(url, MIGRATION_MS, async (pool, plain) => {
    const missing = await look(plain);
    const made = missing.length === 0 ? [] : await repeat(() => migrate(plain));
    if (made.length > 0) await repeat(() => checkTables(plain));
    await pool.end();
    return made;
  });

/**
 * Opens a database of the vault.
 * @param mayMigrate whether its tables are brought up to date; otherwise one that is behind is refused
 * @throws AgentAuthError `invalid_input`, `vault_unavailable`, `clock_skewed`, `database_forbidden`, `database_invalid`, `database_not_migrated`
 */
export const openPostgres = (url: string, mayMigrate: boolean): Promise<Database> =>
  onPool(url, ANSWER_MS, async (pool, plain) => {
    const missing = await look(plain);
    if (missing.length > 0 && !mayMigrate) throw new AgentAuthError('database_not_migrated', { missing });
    if (missing.length > 0) {
      await migrateDatabase(url);
      await look(plain);
    }
    return postgresStore(pool, plain);
  });
