/** What a database holds, without what is by chance. */
import type { TestDatabase } from '../../support/postgres/databases.js';

/** Ids, keys, ciphertexts and fingerprints. */
const BY_CHANCE = /[A-Za-z0-9+/_-]{16,}={0,2}/g;
/** Times with some chance in them, and marks of transactions. */
const COLUMNS = new Set(['next_at', 'last_used_at']);
const TABLES =
  "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not in ('commits', 'kysely_migration') order by relname";

export async function contentOf(database: TestDatabase): Promise<string> {
  const names = (await database.query(TABLES)).map(({ relname }) => String(relname));
  const all = names.map((name) => `select '${name}' as name, to_jsonb(t) as row from "${name}" t`).join(' union all ');
  const rows = await database.query(all);
  const lines = rows.map(({ name, row }) => {
    const cells = Object.entries(row as Record<string, unknown>).filter(([column]) => !COLUMNS.has(column));
    return `${name} ${JSON.stringify(cells).replace(BY_CHANCE, '#')}`;
  });
  return lines.sort().join('\n');
}
