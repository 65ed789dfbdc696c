import { type Kysely, sql } from 'kysely';
import { AgentAuthError } from '../../../../contract/index.js';
import { migrations } from '../migrations/index.js';
import type { Tables } from '../schema.js';
import { TABLE_NAMES } from '../table-names.js';
import { forbidden, invalid } from './refusals.js';

/** Older ones lack what we ask of them. `server_version_num`. */
const OLDEST = 150_000;
/** Less than any lease lasts (ledger/hold.ts, profiles/holds.ts), by far. */
const MAX_SECONDS_OFF = 10;
const OUR_MIGRATIONS = 'kysely_migration';

/**
 * Refuses a server that the vault can't live on, and a clock that differs from the server's: leases of one worker would be over for another.
 * @throws AgentAuthError `database_invalid`, `database_forbidden` where nothing can be written, `clock_skewed`
 */
export async function checkServer(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ version: number; encoding: string; schema: string | null; now: number; mode: string }>`
    select current_setting('transaction_read_only') as mode, (extract(epoch from clock_timestamp()) * 1000)::bigint as now, current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
      current_schema() as schema`.execute(db);
  const { version, encoding, schema, now, mode } = rows[0]!;
  if (version < OLDEST) throw invalid('postgres_too_old');
  if (encoding !== 'UTF8') throw invalid('not_utf8');
  if (schema === null) throw invalid('no_schema');
  if (mode === 'on') throw forbidden('read_only');
  const off = Math.round((Date.now() - now) / 1000);
  if (Math.abs(off) > MAX_SECONDS_OFF) throw new AgentAuthError('clock_skewed', { ahead_seconds: off });
}

interface Found {
  readonly name: string;
  /** Whether the role lacks a right to it that the vault needs. */
  readonly isClosed: boolean;
}

/** Tables and what is named like them (views) in our schema, without those of extensions. */
export async function findTables(db: Kysely<Tables>): Promise<Found[]> {
  const { rows } = await sql<Found>`
    select relname as name, relkind in ('r', 'p') and relname <> ${OUR_MIGRATIONS}
      and not (has_table_privilege(oid, 'SELECT') and has_table_privilege(oid, 'INSERT')
        and has_table_privilege(oid, 'UPDATE') and has_table_privilege(oid, 'DELETE')) as "isClosed"
    from pg_class
    where relnamespace = quote_ident(current_schema())::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
      and not exists (select 1 from pg_depend where objid = pg_class.oid and deptype = 'e')
    order by relname`.execute(db);
  return rows;
}

/**
 * The migrations that a database lacks. Reads only.
 * @throws AgentAuthError `database_invalid` when it is of a later version, or of something else
 */
export async function findMissing(db: Kysely<Tables>): Promise<string[]> {
  const ours = Object.keys(await migrations.getMigrations());
  const tables = await findTables(db);
  if (!tables.some(({ name }) => name === OUR_MIGRATIONS)) {
    if (tables.length > 0) throw invalid('not_a_vault');
    return ours;
  }
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(OUR_MIGRATIONS)} order by name`.execute(db);
  const done = rows.map(({ name }) => name);
  if (done[0] !== ours[0]) throw invalid('not_a_vault');
  if (!done.every((name) => ours.includes(name))) throw invalid('made_by_another_version');
  return ours.filter((name) => !done.includes(name));
}

/**
 * Refuses a database from which a table is gone that its migrations made: a login would find out.
 * @throws AgentAuthError `database_invalid`, with the tables
 */
export function checkTables(found: readonly Found[]): void {
  const there = new Set(found.map(({ name }) => name));
  const gone = TABLE_NAMES.filter((name) => !there.has(name));
  if (gone.length > 0) throw invalid('tables_differ', gone);
}

/**
 * Refuses a role that lacks a right which the vault needs sooner or later: in the middle of a login is too late.
 * @throws AgentAuthError `database_forbidden`, with the tables
 */
export function checkRights(found: readonly Found[]): void {
  const closed = found.filter(({ isClosed }) => isClosed);
  if (closed.length > 0)
    throw forbidden(
      'rights',
      closed.map(({ name }) => name),
    );
}

/** Where `findMissing` looks. */
export const createMigrationsTable = (db: Kysely<Tables>) =>
  sql`create table if not exists ${sql.table(OUR_MIGRATIONS)} (name text primary key, timestamp text not null)`.execute(
    db,
  );

export const noteMigration = (db: Kysely<Tables>, name: string) =>
  sql`insert into ${sql.table(OUR_MIGRATIONS)} (name, timestamp) values (${name}, ${new Date().toISOString()})`.execute(
    db,
  );
