/** Workers that die between any two statements of a transaction: all of it is there or nothing, and another worker goes on. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openVault, type Vault } from '../../activities/vault/index.js';
import { makeDatabase, makeTemplates, queryServer, SERVER, type TestDatabase } from '../support/postgres/databases.js';
import { type Cut, type Proxy as DatabaseProxy, openProxy } from '../support/postgres/proxy.js';
import { OWNER, type PostgresServer, startPostgres } from '../support/postgres/server.js';
import { childWithVault } from '../vault/support/child.js';
import { makeStateDir, START } from '../vault/support/vault.js';
import { ACTS, type Act, type Given } from './dying/acts.js';
import { type Prepared, SCENARIOS, type Scenario } from './dying/scenarios.js';
import { contentOf } from './dying/tables.js';

const NAMES = Object.keys(SCENARIOS);
/** The step of a one-time code is another one by then. */
const PERIOD_MS = 30_000;
/** Statements of an act that a real process is killed at: another one in each. */
const KILLED_AT = 7;

let server: PostgresServer;
let proxy: DatabaseProxy;
beforeAll(async () => {
  server = await startPostgres();
  await makeTemplates(server);
  process.env[SERVER] = server.url(OWNER, 'postgres');
  proxy = await openProxy(server.url(OWNER, 'postgres'));
});
afterAll(async () => {
  proxy.stop();
  await server.stop();
});

interface Stage {
  readonly database: TestDatabase;
  readonly masterKey: string;
  readonly accessKey: string;
  readonly given: Given;
  /** Ms since the epoch. */
  readonly now: number;
}

async function openOn(
  url: string,
  { masterKey, accessKey, now }: Omit<Stage, 'database' | 'given'>,
): Promise<Prepared> {
  const clock = { now };
  const vault = await openVault({
    stateDir: await makeStateDir(),
    clock: () => clock.now,
    postgres: { url, masterKey: { text: masterKey } },
  });
  onTestFinished(() => vault.close());
  return { vault, accessKey, clock };
}

async function stageOf(scenario: Scenario): Promise<Stage> {
  const database = await makeDatabase();
  const stateDir = await makeStateDir();
  const clock = { now: START };
  const vault = await openVault({ stateDir, clock: () => clock.now, postgres: { url: database.url } });
  const read = async (file: string) => (await readFile(join(stateDir, file), 'utf8')).trim();
  const [masterKey, accessKey] = [await read('master-key'), await read('access-key')];
  const given = await scenario.setUp({ vault, accessKey, clock });
  await vault.close();
  return { database, masterKey, accessKey, given, now: START + PERIOD_MS + (given.later ?? 0) };
}
const act = (name: Act, vault: Vault, given: Given): Promise<unknown> => ACTS[name](vault, given);

/** What the database holds before and after an act that nothing disturbs. */
async function contents(
  scenario: Scenario,
  stage: Stage,
): Promise<{ readonly before: string; readonly after: string }> {
  const before = await contentOf(stage.database);
  const database = await stage.database.copy();
  const { vault } = await openOn(database.url, stage);
  await act(scenario.act, vault, stage.given);
  const after = await contentOf(database);
  expect(after).not.toBe(before);
  return { before, after };
}

/** All or nothing, and the next worker goes on from there. */
async function goesOn(
  scenario: Scenario,
  stage: Stage,
  database: TestDatabase,
  { before, after }: Awaited<ReturnType<typeof contents>>,
): Promise<boolean> {
  const content = await contentOf(database);
  const isDone = content === after;
  if (!isDone) expect(content).toBe(before);
  await scenario.next(await openOn(database.url, stage), stage.given, isDone);
  if (scenario.repeats) expect(await contentOf(database)).toBe(after);
  return isDone;
}

/** Lets the worker of a round come as far as statement `at`. */
function cutAt(at: number, cut: () => Cut | Promise<Cut>): () => boolean {
  let seen = 0;
  let wasCut = false;
  proxy.onStatement = () => {
    if (wasCut) return 'before';
    if (seen++ < at) return null;
    wasCut = true;
    return cut();
  };
  return () => wasCut;
}

const settle = (work: Promise<unknown>): Promise<void> =>
  work.then(
    () => undefined,
    () => undefined,
  );

describe.each(NAMES)('%s', (name) => {
  const scenario = SCENARIOS[name]!;

  it('by a worker that dies between any two of its statements', async () => {
    const stage = await stageOf(scenario);
    const both = await contents(scenario, stage);
    const dieAt = async (at: number, cut: Cut): Promise<boolean | null> => {
      const database = await stage.database.copy();
      proxy.onStatement = () => null;
      const dying = await openVault({
        stateDir: await makeStateDir(),
        clock: () => stage.now,
        postgres: { url: proxy.through(database.url), masterKey: { text: stage.masterKey } },
      });
      const wasCut = cutAt(at, () => cut);
      // Whatever the dead would still do meets a pool that has ended.
      const acting = settle(act(scenario.act, dying, stage.given));
      while (!wasCut()) if (await Promise.race([acting.then(() => true), later(2)])) break;
      await Promise.race([dying.close(), later(20)]);
      if (!wasCut()) return null;
      proxy.breakAll();
      await untilNobodyActs(database);
      return goesOn(scenario, stage, database, both);
    };
    let statements = 0;
    for (let isDone: boolean | null = false; isDone !== null; statements += 1) {
      isDone = await dieAt(statements, 'before');
      // A commit that did not get there is none.
      expect(isDone).not.toBe(true);
    }
    // What was not committed is the same after a statement as before the next; after the commit all is there.
    expect(await dieAt(statements - 2, 'after')).toBe(true);
    console.log(`${name}: ${statements - 1} statements`);
    expect(statements).toBeGreaterThan(4);
  });

  it('by a worker whose connections the server ends at a statement: it goes through once', async () => {
    const stage = await stageOf(scenario);
    const both = await contents(scenario, stage);
    for (let at = 0; ; at += 2) {
      const database = await stage.database.copy();
      proxy.onStatement = () => null;
      const { vault } = await openOn(proxy.through(database.url), stage);
      let seen = 0;
      proxy.onStatement = async () => {
        if (seen++ === at) await endBackends(database);
        return null;
      };
      await act(scenario.act, vault, stage.given);
      expect(await contentOf(database)).toBe(both.after);
      if (seen <= at) break;
    }
    proxy.onStatement = () => null;
  });

  it('by a process that is killed (kill -9) at one of its statements', async () => {
    const at = 1 + (NAMES.indexOf(name) % KILLED_AT);
    const stage = await stageOf(scenario);
    const both = await contents(scenario, stage);
    const database = await stage.database.copy();
    proxy.onStatement = () => null;
    const acts = JSON.stringify(join(import.meta.dirname, 'dying/acts.ts'));
    const child = await childWithVault(
      `import { ACTS } from ${acts};
      const { stateDir, url, masterKey, now, act, given } = JSON.parse(process.argv[2]);
      const vault = await openVault({ stateDir, clock: () => now, postgres: { url, masterKey: { text: masterKey } } });
      console.log('there');
      process.stdin.once('data', async () => {
        await ACTS[act](vault, given);
        await vault.close();
        process.exit(0);
      });`,
      [
        JSON.stringify({
          ...stage,
          database: null,
          stateDir: await makeStateDir(),
          url: proxy.through(database.url),
          act: scenario.act,
        }),
      ],
    );
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    cutAt(at, async (): Promise<Cut> => {
      child.kill('SIGKILL');
      await gone;
      return 'before';
    });
    child.stdin!.write('go\n');
    await gone;
    await untilNobodyActs(database);
    await goesOn(scenario, stage, database, both);
  });
});

const later = (ms: number): Promise<false> => new Promise((resolve) => setTimeout(() => resolve(false), ms));

const OTHERS = 'pid <> pg_backend_pid() and datname = current_database()';

async function endBackends(database: TestDatabase): Promise<void> {
  await queryServer(database.adminUrl, [
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where ${OTHERS}`,
  ]);
}

/** The server has noticed that its client is gone. */
async function untilNobodyActs(database: TestDatabase): Promise<void> {
  while ((await database.query(`select 1 from pg_stat_activity where ${OTHERS}`)).length > 0) await later(5);
}
