/** Databases on the server of the run. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { migrateDatabase } from '../../../activities/vault/store/postgres/open-postgres.js';
import { grantRights, MIGRATOR, makeRoles, WORKER } from './roles.js';
import { addressFor, OWNER, type PostgresServer } from './server.js';

/** Address of the server of the run, as its owner. Set by global-setup.ts. */
export const SERVER = 'TEST_POSTGRES_URL';

/** With all tables. */
export const TEMPLATE = 'vault_template';
const EMPTY = 'vault_empty';

export interface TestDatabase {
  /** As the workers' role. */
  readonly url: string;
  /** As the role that owns the tables. */
  readonly ownerUrl: string;
  /** As the owner of the server. */
  readonly adminUrl: string;
  /** Runs statements as the owner of the server, in this database. */
  query(...statements: readonly string[]): Promise<readonly Record<string, unknown>[]>;
  /** A copy of it as it is now, for as long as the server runs. Nobody may be connected. */
  copy(): Promise<TestDatabase>;
}

/** @param url of the server, as its owner */
const as = (url: string, user: string, database: string): string => addressFor(new URL(url).port, user, database);

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // A server that a test ends.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

type Rows = readonly Record<string, unknown>[];

/** @returns rows of the last statement */
async function queryAll(client: pg.Client, statements: readonly string[]): Promise<Rows> {
  let rows: Rows = [];
  for (const statement of statements) ({ rows } = await client.query(statement));
  return rows;
}

/** @returns rows of the last statement */
export async function queryServer(url: string, statements: readonly string[]): Promise<Rows> {
  const client = await connect(url);
  try {
    return await queryAll(client, statements);
  } finally {
    await client.end();
  }
}

/** All rows, as a dump has them. */
export async function dumpOf(database: TestDatabase): Promise<Buffer> {
  const tables = await database.query(
    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
  );
  const all = tables.map(({ relname }) => `select '${relname}' as table, to_jsonb(t) as row from "${relname}" t`);
  return Buffer.from(JSON.stringify(await database.query(all.join(' union all '))));
}

/** Makes the roles, a database without tables and one with all of them, to copy from. */
export async function makeTemplates(server: PostgresServer): Promise<void> {
  const url = server.url(OWNER, 'postgres');
  await queryServer(url, [...makeRoles, `create database ${EMPTY} owner ${MIGRATOR}`]);
  await queryServer(as(url, OWNER, EMPTY), grantRights);
  await queryServer(url, [...leave(EMPTY), `create database ${TEMPLATE} owner ${MIGRATOR} template ${EMPTY}`]);
  await migrateDatabase(as(url, MIGRATOR, TEMPLATE));
}

/** Of this process: a new database takes longer than most tests. */
const free: SharedDatabase[] = [];

/** What a test has left goes, and with it whoever is still connected. */
const CLEAN = `do $$
declare
  left_over name;
begin
  perform pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
  for left_over in
    select relname from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'kysely_migration'
  loop
    execute format('delete from %I', left_over);
  end loop;
end $$`;

/** PgBouncer keeps connections that nobody uses any more, and a database that somebody is connected to is no template. */
const leave = (database: string): string[] =>
  process.env.TEST_PGBOUNCER === '1'
    ? [`select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '${database}'`]
    : [];

async function make(server: string, template: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await queryServer(server, [...leave(template), `create database ${name} owner ${MIGRATOR} template ${template}`]);
  return name;
}

const testDatabase = (server: string, name: string): TestDatabase => {
  const adminUrl = as(server, OWNER, name);
  return {
    url: as(server, WORKER, name),
    ownerUrl: as(server, MIGRATOR, name),
    adminUrl,
    query: (...statements) => queryServer(adminUrl, statements),
    copy: async () => testDatabase(server, await make(server, name)),
  };
};

/** One that a test after the other has for itself. Its owner stays connected: a connection takes longer than what it is for. */
interface SharedDatabase {
  readonly name: string;
  owner: pg.Client;
}

async function makeShared(server: string): Promise<SharedDatabase> {
  const name = await make(server, TEMPLATE);
  return { name, owner: await connect(as(server, OWNER, name)) };
}

/** A database with all tables and no row, for one test. */
export async function makeDatabase(): Promise<TestDatabase> {
  const server = serverOfRun();
  const shared = free.pop() ?? (await makeShared(server));
  onTestFinished(async () => {
    await queryAll(shared.owner, [CLEAN]);
    free.push(shared);
  });
  return {
    ...testDatabase(server, shared.name),
    query: (...statements) => queryAll(shared.owner, statements),
    async copy() {
      await shared.owner.end();
      const name = await make(server, shared.name);
      shared.owner = await connect(as(server, OWNER, shared.name));
      return testDatabase(server, name);
    },
  };
}

/** A database with all tables that stays until the server ends. */
export async function makeStackDatabase(): Promise<TestDatabase> {
  const server = serverOfRun();
  return testDatabase(server, await make(server, TEMPLATE));
}

/** A database without tables, for one test. */
export const makeEmptyDatabase = (server = serverOfRun()): Promise<TestDatabase> => makeOwn(server, EMPTY);

/** A database with all tables, for one test that changes more than rows. */
export const makeOwnDatabase = (server = serverOfRun()): Promise<TestDatabase> => makeOwn(server, TEMPLATE);

async function makeOwn(server: string, template: string): Promise<TestDatabase> {
  const name = await make(server, template);
  onTestFinished(async () => void (await queryServer(server, [`drop database if exists ${name} with (force)`])));
  return testDatabase(server, name);
}

function serverOfRun(): string {
  const server = process.env[SERVER];
  if (server === undefined) throw new Error(`${SERVER} is not set: this file belongs to the project "postgres".`);
  return server;
}
