/** A database in trouble under workers that go on calling: what they are told they can repeat, nothing is lost, and nothing is done twice. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openVault, type Vault } from '../../activities/vault/index.js';
import { AgentAuthError } from '../../contract/index.js';
import { makeStackDatabase, makeTemplates, SERVER, type TestDatabase } from '../support/postgres/databases.js';
import { type Cut, type Proxy as DatabaseProxy, openProxy } from '../support/postgres/proxy.js';
import { OWNER, type PostgresServer, startPostgres } from '../support/postgres/server.js';
import { createCaller, grant, newCallId, START, type TestCaller } from '../vault/support/vault.js';

const TOTP = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const PERIOD_MS = 30_000;
const CALLERS = 4;
const CONNECTIONS = 30;

let server: PostgresServer;
let proxy: DatabaseProxy;
let database: TestDatabase;
let vaults: readonly Vault[];
let callers: readonly TestCaller[];
let agent: string;
let step = 0;
let named = 0;

beforeAll(async () => {
  // It has to become a standby of itself.
  server = await startPostgres({ max_connections: String(CONNECTIONS), wal_level: 'replica' });
  await makeTemplates(server);
  process.env[SERVER] = server.url(OWNER, 'postgres');
  database = await makeStackDatabase();
  proxy = await openProxy(database.url);
  const url = proxy.through(database.url);
  const newStateDir = async () => join(await mkdtemp(join(tmpdir(), 'trouble-')), 'state');
  const stateDir = await newStateDir();
  const clock = () => START;
  const one = await openVault({ stateDir, clock, postgres: { url } });
  const read = async (file: string) => (await readFile(join(stateDir, file), 'utf8')).trim();
  const [text, key] = await Promise.all([read('master-key'), read('access-key')]);
  const two = await openVault({ stateDir: await newStateDir(), clock, postgres: { url, masterKey: { text } } });
  vaults = [one, two];
  callers = vaults.map((vault) => createCaller(() => vault, key));
  await callers[0]!('credentials.create', { name: 'mine', domain: 'shop.example', values: {}, totp_secret: TOTP });
  ({ id: agent } = await grant(callers[0]!, 'shop.example', { credential_name: 'mine' }));
});
afterAll(async () => {
  await Promise.all(vaults.map((vault) => vault.close()));
  proxy.stop();
  await server.stop();
});

/** As Temporal and clients do: again, with the same id. */
async function persist<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof AgentAuthError) || error.code !== 'vault_unavailable') throw error;
      await sleep(50);
    }
  }
}

interface Work {
  /** Codes that were handed out, by step. */
  readonly codes: Map<number, number>;
  readonly names: string[];
}

/** Makes credentials, and claims steps that others claim too. */
async function goOn(caller: TestCaller, vault: Vault, work: Work, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const name = `c${named++}`;
    const callId = newCallId();
    await persist(() => caller('credentials.create', { name, domain: 'shop.example', values: { email: 'x' } }, callId));
    work.names.push(name);
    const now = START + Math.floor(step++ / 2) * PERIOD_MS;
    const claim = await vault.claimTotp(agent, now).catch((error: unknown) => {
      if (error instanceof AgentAuthError && error.code === 'vault_unavailable') return null;
      throw error;
    });
    if (claim?.kind === 'code') work.codes.set(now, (work.codes.get(now) ?? 0) + 1);
  }
}

/** Workers go on while `trouble` lasts, and for a while after it. */
async function during(trouble: () => Promise<void>): Promise<void> {
  const work: Work = { codes: new Map(), names: [] };
  let isOver = false;
  const working = Promise.all(
    Array.from({ length: CALLERS }, (_, n) => goOn(callers[n % 2]!, vaults[n % 2]!, work, () => isOver)),
  );
  await sleep(300);
  await trouble();
  const before = work.names.length;
  while (work.names.length < before + CALLERS * 3) await sleep(50);
  isOver = true;
  await working;
  const there = await database.query("select name from credentials where name like 'c%'");
  const names = there.map(({ name }) => String(name));
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(work.names));
  expect([...work.codes.values()].every((times) => times === 1)).toBe(true);
  expect(work.codes.size).toBeGreaterThan(0);
  for (const vault of vaults) await vault.isThere();
}

const reload = (setting: string) => database.query(`alter system set ${setting}`, 'select pg_reload_conf()');

it('that ends the connections of workers again and again', () =>
  during(async () => {
    for (let n = 0; n < 20; n += 1) {
      await database.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'agent-auth'",
      );
      await sleep(100);
    }
  }));

it('that takes no writes for a while: workers say that it is away', () =>
  during(async () => {
    await reload('default_transaction_read_only = on');
    await sleep(1_000);
    await expect(vaults[0]!.isThere()).rejects.toMatchObject({
      code: 'vault_unavailable',
      details: { cause: 'database 25006' },
    });
    await database.query(
      'set default_transaction_read_only = off',
      'alter system reset default_transaction_read_only',
      'select pg_reload_conf()',
    );
  }));

it('that has no connection left for a while', () =>
  during(async () => {
    const held: pg.Client[] = [];
    await database.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'agent-auth'",
    );
    for (let isFull = false; !isFull; ) {
      const client = new pg.Client({ connectionString: database.adminUrl });
      client.on('error', () => undefined);
      isFull = await client.connect().then(
        () => false,
        () => true,
      );
      if (!isFull) held.push(client);
      if (held.length > CONNECTIONS) break;
    }
    await sleep(4_000);
    await Promise.all(held.map((client) => client.end()));
  }));

it('whose tables somebody holds for longer than a statement waits', () =>
  during(async () => {
    await database.query('begin', 'lock table vault_secrets in access exclusive mode', 'select pg_sleep(6)', 'commit');
  }));

it.each<[string, Cut]>([
  ['breaks', 'before'],
  ['loses answers', 'after'],
  ['swallows what is sent', 'swallow'],
])('that is reached by a way that %s', (_, cut) =>
  during(async () => {
    proxy.onStatement = () => cut;
    await sleep(3_000);
    proxy.onStatement = () => null;
  }),
);

it('that has another address after it was restarted', () =>
  during(async () => {
    await server.restart('immediate');
    proxy.breakAll();
    const { target } = proxy;
    proxy.target = { hostname: '127.0.0.1', port: '1' };
    await sleep(2_000);
    proxy.target = target;
  }));

it('that is a standby until it takes over', () =>
  during(async () => {
    const [{ data_directory: folder } = {}] = await database.query('show data_directory');
    await server.stop();
    await writeFile(join(String(folder), 'standby.signal'), '');
    await server.start();
    await expect(vaults[0]!.isThere()).rejects.toMatchObject({
      code: 'vault_unavailable',
      details: { cause: 'database 0A000' },
    });
    await database.query('select pg_promote()');
  }));

/** SQLSTATE codes: conflicts, limits, a full disk, a server that goes, a standby, and what nobody foresaw. */
const FAULTS = [
  '40001',
  '40P01',
  '55P03',
  '57014',
  '53100',
  '53200',
  '53300',
  '25006',
  '25P03',
  '57P01',
  '08006',
  '0A000',
  '58030',
  'XX000',
];

it.each(FAULTS)('that fails by chance, with %s', (code) =>
  during(async () => {
    await database.query(
      `create or replace function fail() returns trigger language plpgsql as $$ begin
        if random() < 0.2 then raise exception 'no' using errcode = '${code}'; end if;
        return new; end $$`,
      ...['credentials', 'vault_calls', 'totp_steps'].map(
        (table) => `create trigger fail before insert on ${table} for each row execute function fail()`,
      ),
    );
    await sleep(2_000);
    await database.query('drop function fail cascade');
  }),
);
