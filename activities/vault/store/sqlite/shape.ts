import { type Kysely, sql } from 'kysely';
import { migrations } from '../migrations/index.js';
import type { Tables } from '../schema.js';
import { type ColumnRow, type KeyRow, type Shape, shapeOf } from '../shape.js';
import { kyselyOn } from './kysely-on.js';

const TABLES = sql`(select name from sqlite_schema where type = 'table')`;

export async function readShape(db: Kysely<Tables>): Promise<Shape> {
  // In the words of Postgres (portable-types.ts). Whatever is called an integer has 64 bits (https://www.sqlite.org/datatype3.html, 3.1).
  const columns = await sql<Omit<ColumnRow, 'isNeeded'> & { needed: number }>`
    select t.name as "table", c.name as name, (c."notnull" or c.pk > 0) and c.dflt_value is null as needed,
      case when c.type like '%int%' then 'int8' when c.type = 'TEXT' then 'text C' else c.type end as type
    from ${TABLES} t, pragma_table_info(t.name) c`.execute(db);
  const keys = await sql<KeyRow>`
    select "table", group_concat(name) as columns from (
      select t.name as "table", i.name as key, c.name as name
      from ${TABLES} t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
      where i."unique" and not i.partial order by 1, 2, 3)
    group by "table", key`.execute(db);
  return shapeOf(
    columns.rows.map(({ needed, ...column }) => ({ ...column, isNeeded: needed === 1 })),
    keys.rows,
  );
}

async function make(): Promise<Shape> {
  const db = kyselyOn(':memory:');
  try {
    const all = await migrations.getMigrations();
    return await db.transaction().execute(async (tx) => {
      for (const migration of Object.values(all)) await migration.up(tx);
      return readShape(tx);
    });
  } finally {
    await db.destroy();
  }
}

let made: Promise<Shape> | null = null;

/** What the migrations make of an empty database, on either store. */
export function wantedShape(): Promise<Shape> {
  made ??= make();
  return made;
}
