/** Rows of any table, in the order of their keys, on either store: text is ordered by its bytes on both. */
import { type RawBuilder, sql } from 'kysely';
import type { Tables } from '../store/schema.js';
import type { Db } from '../store/transaction.js';

export interface Table {
  readonly name: keyof Tables;
  readonly columns: readonly string[];
  /** Columns of its primary key. */
  readonly key: readonly string[];
}

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** Rows after the first key, up to and with the last one. */
interface Range {
  readonly after: readonly Value[] | null;
  readonly upTo: readonly Value[] | null;
}

/** What is about the database, and no part of the vault. */
const NOT_COPIED = /^(?:kysely_|sqlite_|libsql_)|^(?:copies|commits)$/;

/** All tables of a vault on SQLite. */
export async function tablesOf(db: Db): Promise<readonly Table[]> {
  const { rows } = await sql<{
    name: string;
  }>`select name from sqlite_master where type = 'table' order by name`.execute(db);
  const tables: Table[] = [];
  for (const { name } of rows.filter((table) => !NOT_COPIED.test(table.name))) {
    const { rows: columns } = await sql<{ name: string; pk: number }>`
      select name, pk from pragma_table_info(${name}) order by cid`.execute(db);
    const key = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk);
    tables.push({
      name: name as keyof Tables,
      columns: columns.map((column) => column.name),
      key: key.map((column) => column.name),
    });
  }
  return tables;
}

export const keyOf = ({ key }: Table, row: Row): readonly Value[] => key.map((column) => row[column] ?? null);

/** A row as a text, the same on both stores. */
export const textOf = ({ columns }: Table, row: Row): string =>
  JSON.stringify(columns.map((column) => row[column] ?? null));

const refs = (columns: readonly string[]): RawBuilder<unknown> => sql.join(columns.map((column) => sql.ref(column)));

const where = ({ key }: Table, { after, upTo }: Range): RawBuilder<unknown> => {
  const bounds = [
    ...(after ? [sql`(${refs(key)}) > (${sql.join(after)})`] : []),
    ...(upTo ? [sql`(${refs(key)}) <= (${sql.join(upTo)})`] : []),
  ];
  return bounds.length === 0 ? sql`` : sql`where ${sql.join(bounds, sql` and `)}`;
};

export async function readRows(db: Db, table: Table, range: Range, limit?: number): Promise<readonly Row[]> {
  const end = limit === undefined ? sql`` : sql`limit ${sql.lit(limit)}`;
  const { rows } = await sql<Row>`
    select ${refs(table.columns)} from ${sql.table(table.name)} ${where(table, range)}
    order by ${refs(table.key)} ${end}`.execute(db);
  return rows;
}

export async function insertRows(db: Db, table: Table, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => sql`(${sql.join(table.columns.map((column) => row[column] ?? null))})`);
  await sql`insert into ${sql.table(table.name)} (${refs(table.columns)}) values ${sql.join(values)}`.execute(db);
}

/** Rows of one statement, which takes 65,535 parameters. */
const AT_A_TIME = 1000;

export async function deleteRows(db: Db, table: Table, rows: readonly Row[]): Promise<void> {
  for (let from = 0; from < rows.length; from += AT_A_TIME) {
    const keys = rows.slice(from, from + AT_A_TIME).map((row) => sql`(${sql.join(keyOf(table, row))})`);
    await sql`delete from ${sql.table(table.name)} where (${refs(table.key)}) in (${sql.join(keys)})`.execute(db);
  }
}

export async function hasRows(db: Db, { name }: Table): Promise<boolean> {
  const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db);
  return rows.length > 0;
}
