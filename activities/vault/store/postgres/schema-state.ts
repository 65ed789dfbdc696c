import { type Kysely, sql } from 'kysely';
import { AgentAuthError } from '../../../../contract/index.js';
import { migrations } from '../migrations/index.js';
import type { Tables } from '../schema.js';
import { type ColumnRow, differences, type KeyRow, shapeOf } from '../shape.js';
import { wantedShape } from '../sqlite/shape.js';
import { forbidden, invalid } from './refusals.js';

/** Older ones lack what we ask of them. `server_version_num`. */
const OLDEST = 150_000;
/** Less than any lease lasts (ledger/hold.ts, profiles/holds.ts), by far. */
const MAX_SECONDS_OFF = 10;
const OUR_MIGRATIONS = 'kysely_migration';
/** A query of its own: a cast is made for each row. */
const OUR_SCHEMA = sql`(select quote_ident(current_schema())::regnamespace)`;

/**
 * Refuses a server that the vault can't live on, and a clock that differs from the server's: leases of one worker would be over for another.
 * @throws AgentAuthError `database_invalid`, `database_forbidden` where nothing can be written, `clock_skewed`
 */
export async function checkServer(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{
    version: number;
    encoding: string;
    schema: string | null;
    now: number;
    mode: string;
    elsewhere: string | null;
  }>`
    select current_setting('transaction_read_only') as mode, (extract(epoch from clock_timestamp()) * 1000)::bigint as now, current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
      current_schema() as schema,
      (select relnamespace::regnamespace::text from pg_class where oid = to_regclass(${OUR_MIGRATIONS})
        and relnamespace <> quote_ident(current_schema())::regnamespace) as elsewhere`.execute(db);
  const { version, encoding, schema, now, mode, elsewhere } = rows[0]!;
  if (version < OLDEST) throw invalid('postgres_too_old');
  if (encoding !== 'UTF8') throw invalid('not_utf8');
  if (schema === null) throw invalid('no_schema');
  // New tables would hide those that are there.
  if (elsewhere !== null) throw invalid('another_schema', { tables_in: elsewhere });
  if (mode === 'on') throw forbidden('read_only');
  const off = Math.round((Date.now() - now) / 1000);
  if (Math.abs(off) > MAX_SECONDS_OFF) throw new AgentAuthError('clock_skewed', { ahead_seconds: off });
}

interface Found {
  readonly name: string;
  /** Whether the role lacks a right to it that the vault needs. */
  readonly isClosed: boolean;
  /** Whether the server shows the role some of its rows only. */
  readonly isFiltered: boolean;
}

/** Tables and what is named like them (views) in our schema, without those of extensions. */
async function findTables(db: Kysely<Tables>): Promise<Found[]> {
  const { rows } = await sql<Found>`
    select relname as name, relkind in ('r', 'p') and relname <> ${OUR_MIGRATIONS}
      and not (has_table_privilege(oid, 'SELECT') and has_table_privilege(oid, 'INSERT')
        and has_table_privilege(oid, 'UPDATE') and has_table_privilege(oid, 'DELETE')) as "isClosed",
      row_security_active(oid) as "isFiltered"
    from pg_class
    where relnamespace = ${OUR_SCHEMA} and relkind in ('r', 'p', 'v', 'm', 'f')
      and not exists (select 1 from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e')
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
 * Refuses a database whose tables are not those that its migrations made: a login would find out.
 * @throws AgentAuthError `database_invalid`, with what differs
 */
export async function checkTables(db: Kysely<Tables>): Promise<void> {
  // As one value each: several hundred rows take longer. A table that is unlogged would be empty after a crash of the server.
  const { rows } = await sql<{ columns: ColumnRow[]; keys: KeyRow[] }>`
    with tables as materialized (
      select oid, relname from pg_class
      where relnamespace = ${OUR_SCHEMA} and relkind in ('r', 'p') and relpersistence = 'p'),
    columns as (
      select relname as "table", attname as name, attnotnull and not atthasdef and attidentity = '' as "isNeeded",
        typname || coalesce(' ' || collname, '') as type
      from tables join pg_attribute on attrelid = tables.oid and attnum > 0 and not attisdropped
      join pg_type on pg_type.oid = atttypid left join pg_collation on pg_collation.oid = attcollation),
    keys as (
      select relname as "table", string_agg(attname, ',' order by attname collate "C") as columns
      from tables join pg_index on indrelid = tables.oid and indisunique and indisvalid and indimmediate
        and indpred is null and indexprs is null
      join pg_attribute on attrelid = indexrelid and attnum <= indnkeyatts
      group by indexrelid, relname)
    select coalesce((select json_agg(columns) from columns), '[]') as columns,
      coalesce((select json_agg(keys) from keys), '[]') as keys`.execute(db);
  const { columns, keys } = rows[0]!;
  const different = differences(shapeOf(columns, keys), await wantedShape());
  if (different !== null) throw invalid('tables_differ', different);
}

/**
 * Refuses a role that lacks a right which the vault needs sooner or later: in the middle of a login is too late. Or one from which rows are hidden.
 * @throws AgentAuthError `database_forbidden`, with the tables
 */
export async function checkRights(db: Kysely<Tables>): Promise<void> {
  const { tables } = await wantedShape();
  const found = (await findTables(db)).filter(({ name }) => tables.has(name));
  const namesOf = (some: readonly Found[]): string[] => some.map(({ name }) => name);
  const closed = found.filter(({ isClosed }) => isClosed);
  if (closed.length > 0) throw forbidden('rights', namesOf(closed));
  const filtered = found.filter(({ isFiltered }) => isFiltered);
  if (filtered.length > 0) throw forbidden('row_security', namesOf(filtered));
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
