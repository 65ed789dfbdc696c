import pg from 'pg';
import { OWNER, type PostgresServer, startPostgres } from '../support/postgres/server.js';
import { measureCalls } from './vault/calls.js';
import { measureLogins } from './vault/logins.js';
import { printCalls, printLogins } from './vault/table.js';

/**
 * `npm run bench:vault [-- LOGINS]`: each call of the vault on SQLite and on Postgres, beside bare queries on the same store; then logins a minute
 * through one worker on SQLite, and through one and two on Postgres. A server of its own, that writes to the disk as one in use.
 */
const DURABLE = { fsync: 'on', full_page_writes: 'on', autovacuum: 'on', ssl: 'off' };

async function newDatabase(server: PostgresServer, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: server.url(OWNER, 'postgres') });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return server.url(OWNER, name);
}

async function measure(logins: number): Promise<void> {
  const server = await startPostgres(DURABLE);
  try {
    const sqlite = await measureCalls(null, logins);
    const postgres = await measureCalls(await newDatabase(server, 'calls'), logins);
    printCalls(sqlite, postgres, logins);
    const [onSqlite] = await measureLogins(null, 1, logins);
    const [one, two] = await measureLogins(await newDatabase(server, 'logins'), 2, logins);
    const rows = [
      ['SQLite, one worker', onSqlite!],
      ['Postgres, one worker', one!],
      ['Postgres, two workers', two!],
    ] as const;
    printLogins(rows, logins);
  } finally {
    await server.stop();
  }
}

const logins = Number(process.argv[2] ?? 20);
if (Number.isInteger(logins) && logins > 0) await measure(logins);
else {
  console.error('How many logins? Give a whole number.');
  process.exitCode = 2;
}
