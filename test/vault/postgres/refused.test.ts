/** Addresses, servers and roles that a worker can't use: each is refused with a code, and no password is told. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { openVault } from '../../../activities/vault/index.js';
import {
  makeDatabase,
  makeEmptyDatabase,
  makeOwnDatabase,
  type TestDatabase,
} from '../../support/postgres/databases.js';
import { CERTIFICATE } from '../../support/postgres/server.js';
import { createCaller, grant } from '../support/vault.js';
import { opened, refusal, start } from './support.js';

/** Settings are for those, and PgBouncer keeps the ones that it has. */
const NEW_CONNECTIONS =
  'select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';

describe('an address', { timeout: 120_000 }, () => {
  const PASSWORD = 'canary-geheim-4711';
  const change = (url: string, to: (address: URL) => void): string => {
    const address = new URL(url);
    address.password = PASSWORD;
    to(address);
    return address.href;
  };
  type Case = readonly [what: string, of: (database: TestDatabase) => string, code: string, details: object];
  const cases: readonly Case[] = [
    ['that is none', () => `nonsense ${PASSWORD}`, 'invalid_input', {}],
    ['without a host', () => `postgres://vault_worker:${PASSWORD}@/x`, 'invalid_input', {}],
    ['of another kind', () => `mysql://root:${PASSWORD}@127.0.0.1/x`, 'invalid_input', {}],
    [
      'of several hosts',
      ({ url }) =>
        change(url, (address) => {
          address.hostname = '127.0.0.1,127.0.0.2';
        }).replace(/:\d+\//, '/'),
      'invalid_input',
      {},
    ],
    // Overlooked, they would be plain connections.
    ...['sslmode=', 'sslmode=verify_full', 'ssl-mode=verify-full', 'sslMode=require', 'tls=true'].map(
      (asked): Case => [
        `that asks for TLS by ${asked}`,
        ({ url }) => `${change(url, () => undefined)}?${asked}`,
        'invalid_input',
        { problems: [expect.stringContaining('sslmode')] },
      ],
    ),
    [
      'with a certificate that is not there',
      ({ url }) => change(url, ({ searchParams }) => searchParams.set('sslrootcert', '/nowhere')),
      'invalid_input',
      {},
    ],
    [
      'where nobody listens',
      ({ url }) =>
        change(url, (address) => {
          address.port = '1';
        }),
      'vault_unavailable',
      { cause: 'connection_refused', host: '127.0.0.1', port: '1' },
    ],
    [
      'of a database that is not there',
      ({ url }) =>
        change(url, (address) => {
          address.pathname = '/nowhere';
        }),
      'database_forbidden',
      { reason: 'no_such_database', advice: expect.any(String) },
    ],
    [
      'with a wrong password',
      ({ url }) =>
        change(url, (address) => {
          address.username = 'strict';
        }),
      'database_forbidden',
      { reason: 'password', advice: expect.any(String) },
    ],
    [
      'of a role that may not log in without TLS',
      ({ url }) =>
        change(url, (address) => {
          address.username = 'tls_only';
        }),
      'database_forbidden',
      { reason: 'login', advice: expect.any(String) },
    ],
    [
      'that asks for TLS where there is none',
      ({ url }) => change(url, ({ searchParams }) => searchParams.set('sslmode', 'verify-full')),
      'database_forbidden',
      { reason: 'tls', advice: expect.any(String) },
    ],
    [
      'of a role without rights',
      ({ url }) =>
        change(url, (address) => {
          address.username = 'stranger';
        }),
      'database_invalid',
      { reason: 'no_schema', advice: expect.any(String) },
    ],
  ];
  it.each(cases)('%s is refused, and its password is nowhere', async (_what, of, code, details) => {
    const { all, ...said } = await refusal(await start(of(await makeDatabase())));
    expect(said).toMatchObject({ code, details });
    expect(all).not.toContain(PASSWORD);
  });

  it('may end with a line break, and ask for TLS in the words of libpq', async () => {
    const { url } = await makeDatabase();
    const warned: Error[] = [];
    const hear = (warning: Error) => void warned.push(warning);
    process.on('warning', hear);
    onTestFinished(() => void process.off('warning', hear));
    const certified = `${url}?sslmode=require&sslrootcert=${encodeURIComponent(CERTIFICATE)}`;
    const options = await start(`${certified}\n`);
    await opened(options);
    await opened({ ...options, postgres: { url: ` ${url}\n` } });
    expect(warned).toEqual([]);
  });

  it('of the role of workers can not make tables', async () => {
    const { url } = await makeEmptyDatabase();
    expect(await refusal(await start(url))).toMatchObject({
      code: 'database_forbidden',
      details: { reason: 'rights' },
    });
  });

  it('of a database with a view of somebody else is refused', async () => {
    const { ownerUrl, query } = await makeEmptyDatabase();
    await query('create view agents as select 1 as id');
    expect(await refusal(await start(ownerUrl))).toMatchObject({
      code: 'database_invalid',
      details: { reason: 'not_a_vault' },
    });
  });

  it('of a role that may not connect is refused', async () => {
    const { url, query } = await makeEmptyDatabase();
    await query("do $$ begin execute format('revoke connect on database %I from public', current_database()); end $$");
    expect(await refusal(await start(url))).toMatchObject({
      code: 'database_forbidden',
      details: { reason: 'connect', advice: expect.stringContaining('grant connect') },
    });
  });

  it('of a role that lacks a right in one table is refused', async () => {
    const { url, query } = await makeOwnDatabase();
    for (const right of ['select', 'insert', 'update', 'delete']) {
      await query(`revoke ${right} on submission_values from vault_worker`);
      expect(await refusal(await start(url)), right).toMatchObject({
        code: 'database_forbidden',
        details: { reason: 'rights', tables: ['submission_values'] },
      });
      await query(`grant ${right} on submission_values to vault_worker`);
    }
    expect(await query('select 1 from vault_secrets')).toEqual([]);
  });

  it('where nothing can be written is refused, also with a vault in it', async () => {
    const database = await makeOwnDatabase();
    const options = await start(database.url);
    await (await openVault(options)).close();
    await database.query(
      "do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$",
      NEW_CONNECTIONS,
    );
    expect(await refusal(options)).toMatchObject({ code: 'database_forbidden', details: { reason: 'read_only' } });
  });
});

describe('a server', { timeout: 120_000 }, () => {
  /** What the vault asks the server for is found in another schema first, so that the server seems to be another one. */
  async function serverThatSays(definition: string): Promise<string> {
    const { url, query } = await makeEmptyDatabase();
    await query(
      'create schema other',
      `create function other.${definition}`,
      'grant usage on schema other to vault_worker',
      "do $$ begin execute format('alter role vault_worker in database %I set search_path = other, pg_catalog', current_database()); end $$",
    );
    return url;
  }

  it('of an old version is refused', async () => {
    const url = await serverThatSays(
      "current_setting(name text) returns text language sql as $$ select case name when 'server_version_num' then '140012' else pg_catalog.current_setting(name) end $$",
    );
    expect(await refusal(await start(url))).toMatchObject({
      code: 'database_invalid',
      details: { reason: 'postgres_too_old' },
    });
  });

  it.each([
    ['1 minute', -60],
    ['-1 minute', 60],
  ])('whose clock is off by %s is refused', async (by, seconds) => {
    const url = await serverThatSays(
      `clock_timestamp() returns timestamptz language sql as $$ select pg_catalog.clock_timestamp() + interval '${by}' $$`,
    );
    const { code, details } = await refusal(await start(url));
    expect(code).toBe('clock_skewed');
    expect(Math.abs((details.ahead_seconds as number) - seconds)).toBeLessThan(5);
  });

  it('whose text is not UTF-8 is refused', async () => {
    const { adminUrl, query } = await makeEmptyDatabase();
    const name = `ascii_${Date.now()}`;
    await query(`create database ${name} encoding 'SQL_ASCII' locale_provider libc locale 'C' template template0`);
    onTestFinished(async () => void (await query(`drop database ${name} with (force)`)));
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    expect(await refusal(await start(url.href))).toMatchObject({
      code: 'database_invalid',
      details: { reason: 'not_utf8' },
    });
  });

  it('with tables in a schema of their own is used, by way of the search path', async () => {
    const database = await makeEmptyDatabase();
    await database.query(
      'create schema vault authorization vault_migrator',
      "do $$ begin execute format('alter role vault_migrator in database %I set search_path = vault', current_database()); end $$",
      'create table public.of_somebody_else (id int)',
    );
    await opened(await start(database.ownerUrl));
    expect(await database.query('select 1 from vault.vault_secrets')).not.toEqual([]);
  });

  it('that finds another schema than that of its tables first is refused: it would make new ones there', async () => {
    const { url, query } = await makeOwnDatabase();
    const first = (name: string) =>
      `do $$ begin execute format('alter role vault_worker in database %I set search_path = ${name}, public', current_database()); end $$`;
    await query('create schema own authorization vault_worker', first('own'));
    expect(await refusal(await start(url))).toMatchObject({
      code: 'database_invalid',
      details: { reason: 'another_schema', tables_in: 'public' },
    });
    expect(await query("select 1 from pg_class where relnamespace = 'own'::regnamespace")).toEqual([]);
    await query(first('not_there'), NEW_CONNECTIONS);
    await opened(await start(url));
  });

  it('whose settings are all other than by default is used as any other', async () => {
    const { url, query } = await makeOwnDatabase();
    const name = new URL(url).pathname.slice(1);
    const settings = {
      default_transaction_isolation: 'read committed',
      default_transaction_deferrable: 'on',
      lock_timeout: '1ms',
      idle_in_transaction_session_timeout: '1ms',
      synchronous_commit: 'off',
      bytea_output: 'escape',
      standard_conforming_strings: 'off',
      quote_all_identifiers: 'on',
      transform_null_equals: 'on',
      row_security: 'off',
      datestyle: 'German',
      timezone: 'Pacific/Kiritimati',
      client_encoding: 'LATIN1',
      extra_float_digits: '-15',
      plan_cache_mode: 'force_generic_plan',
    };
    for (const [setting, value] of Object.entries(settings))
      await query(`alter role vault_worker in database ${name} set ${setting} = '${value}'`);
    const vault = await opened(await start(url));
    const key = await vault.createAccessKey({ name: 'ünï', scopes: ['admin'] });
    const admin = createCaller(() => vault, key);
    const password = "p\\'wörd😀\\";
    await admin('credentials.create', { name: 'mine', domain: 'shop.example', values: { password } });
    const { id } = await grant(admin, 'shop.example', { credential_name: 'mine' });
    expect(await vault.openStored(id, 'password')).toBe(password);
    expect(await admin('keys.list', {})).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ name: 'ünï' })]),
    });
    await vault.sweep();
  });
});
