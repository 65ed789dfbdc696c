/** A disk that is full: who writes is told that it can be repeated, no row is half there, and all goes on once there is room. For the disk these tests need root. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openVault, type Vault } from '../../activities/vault/index.js';
import { AgentAuth } from '../../client/index.js';
import { AgentAuthError } from '../../contract/index.js';
import { startProgram } from '../server/parts/program.js';
import { startFleet } from '../support/fleet/fleet.js';
import { askedFor, type LoggingIn, logIn, makeAgent, openSite } from '../support/fleet/logins.js';
import { makeFolder } from '../support/postgres/as-nobody.js';
import { makeEmptyDatabase, makeOwnDatabase, makeTemplates, type TestDatabase } from '../support/postgres/databases.js';
import { OWNER, type Places, type PostgresServer, startPostgres } from '../support/postgres/server.js';
import { startTestTemporal } from '../support/temporal.js';
import { refusal, start } from '../vault/postgres/support.js';
import { createCaller, newCallId, type TestCaller } from '../vault/support/vault.js';

const run = promisify(execFile);
const TEN = 10;
/** Longer than a call is tried, and shorter than a login waits. Ms. */
const FULL_FOR_MS = 15_000;

/** A disk of its own, for as long as the test runs. */
async function makeDisk(size: string): Promise<string> {
  const disk = join(await makeFolder(), 'disk');
  await mkdir(disk);
  await run('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0777`, 'tmpfs', disk]);
  onTestFinished(async () => void (await run('umount', ['-l', disk])));
  return disk;
}

/** Takes all the room that is left. */
async function fill(disk: string): Promise<void> {
  for (;;) {
    const { bavail, bsize } = await statfs(disk);
    if (bavail === 0) return;
    const some = Buffer.alloc(Math.min(bavail * bsize, 2 ** 26));
    await writeFile(join(disk, `filler-${randomBytes(4).toString('hex')}`), some).catch(() => undefined);
  }
}
const makeRoom = (disk: string) => run('sh', ['-c', `rm -f ${disk}/filler-*`]);

async function serverOn(places: Places): Promise<PostgresServer> {
  const server = await startPostgres({ min_wal_size: '32MB', max_wal_size: '64MB' }, places);
  onTestFinished(() => server.stop());
  await makeTemplates(server);
  return server;
}

interface OnDisk {
  readonly vault: Vault;
  readonly admin: TestCaller;
}

/** A vault that is in use. */
async function used(options: Parameters<typeof openVault>[0]): Promise<OnDisk> {
  const vault = await openVault(options);
  onTestFinished(() => vault.close());
  const key = await vault.createAccessKey({ name: 'test', scopes: ['admin'] });
  const admin = createCaller(() => vault, key);
  await admin('credentials.create', { name: 'before', domain: 'shop.example', values: { note: 'x' } });
  return { vault, admin };
}

async function onPostgres(server: PostgresServer): Promise<OnDisk & { readonly database: TestDatabase }> {
  const database = await makeOwnDatabase(server.url(OWNER, 'postgres'));
  return { database, ...(await used(await start(database.url))) };
}

/** Names of what a vault was given. */
interface Given {
  readonly done: string[];
  /** With the ids of the calls, by which they are made again. */
  readonly failed: { readonly name: string; readonly id: string }[];
  /** What was said last. */
  said: unknown;
}

/** Values that no page of the tables has room for. */
function manyBytes(): Record<string, string> {
  const random = () => randomBytes(3_000).toString('base64');
  return { one: random(), two: random(), three: random(), four: random() };
}

/** Makes credentials until three times there was no room. */
async function giveUntilFull({ admin }: OnDisk): Promise<Given> {
  const given: Given = { done: [], failed: [], said: null };
  for (let n = 0; given.failed.length < 3; n += 1) {
    const [name, id] = [`c${n}`, newCallId()];
    try {
      await admin('credentials.create', { name, domain: 'shop.example', values: manyBytes() }, id);
      given.done.push(name);
    } catch (error) {
      if (!(error instanceof AgentAuthError)) throw error;
      given.said = error;
      given.failed.push({ name, id });
    }
  }
  return given;
}

async function giveAgain({ admin }: OnDisk, { failed }: Given): Promise<void> {
  for (const { name, id } of failed)
    await admin('credentials.create', { name, domain: 'shop.example', values: { note: 'x' } }, id);
}

async function namesIn({ admin }: OnDisk): Promise<string[]> {
  const names: string[] = [];
  for (;;) {
    const { items, has_more } = await admin('credentials.list', { limit: 100, offset: names.length });
    names.push(...items.map(({ name }) => name));
    if (!has_more) return names.sort();
  }
}

const inOrder = (names: readonly string[]): string[] => ['before', ...names].sort();
const allOf = ({ done, failed }: Given): string[] => inOrder([...done, ...failed.map(({ name }) => name)]);

/** Ten logins, through a disk that is full for a while. */
async function tenThrough(stack: LoggingIn, disk: string): Promise<void> {
  const site = await openSite(TEN, 0);
  onTestFinished(() => site.site.stop());
  const agents = await Promise.all(site.accounts.map((account) => makeAgent(stack, site, account)));
  const logins = Promise.all(agents.map((agent) => logIn(stack, agent)));
  while (site.site.counts().passwordSubmits < 2) await sleep(20);
  await fill(disk);
  let hasRoom = false;
  const noteRoom = () => {
    hasRoom = true;
  };
  const more = { name: 'while-full', domain: 'shop.example', values: manyBytes() };
  const writing = stack.auth.credentials.create(more).then(noteRoom, () => undefined);
  for (const end = Date.now() + FULL_FOR_MS; Date.now() < end; await sleep(500)) await fill(disk);
  expect(hasRoom).toBe(false);
  await makeRoom(disk);
  await writing;
  const ends = await logins;
  const counts = site.site.counts();
  console.log(JSON.stringify(counts));
  expect(ends.map(({ status, error_code }) => error_code ?? status)).toEqual(ends.map(() => 'SUCCESS'));
  expect(ends.map(askedFor)).toEqual(ends.map(() => ['password']));
  expect(counts).toMatchObject({ wrongPasswords: 0, wrongCodes: 0, reusedCodes: 0 });
}

describe.skipIf(process.getuid?.() !== 0)('a full disk', () => {
  it('of the tables of Postgres: what reads goes on, what writes says why, and all of it goes on once there is room', async () => {
    const disk = await makeDisk('300m');
    const one = await onPostgres(await serverOn({ data: disk, wal: await makeFolder() }));
    await fill(disk);
    const given = await giveUntilFull(one);
    expect(given.said).toMatchObject({ code: 'vault_unavailable', details: { cause: 'database 53100' } });
    expect(await namesIn(one)).toEqual(inOrder(given.done));
    await makeRoom(disk);
    await giveAgain(one, given);
    expect(await namesIn(one)).toEqual(allOf(given));
    const halves = await one.database.query(
      'select c.id from credentials c where not exists (select 1 from credential_values v where v.credential_id = c.id)',
    );
    expect(halves).toEqual([]);
  });

  it('before there are tables: a start says why, and makes them once there is room', async () => {
    const disk = await makeDisk('300m');
    const server = await serverOn({ data: disk, wal: await makeFolder() });
    const database = await makeEmptyDatabase(server.url(OWNER, 'postgres'));
    await fill(disk);
    const options = await start(database.ownerUrl);
    expect(await refusal(options)).toMatchObject({
      code: 'vault_unavailable',
      details: { cause: 'database 53100', advice: expect.stringContaining('disk') },
    });
    await makeRoom(disk);
    await (await openVault(options)).close();
  });

  it('of the log of Postgres, which ends the server: nothing that was answered is lost when it is started again', async () => {
    const disk = await makeDisk('200m');
    const server = await serverOn({ data: await makeFolder(), wal: disk });
    const one = await onPostgres(server);
    await fill(disk);
    const given = await giveUntilFull(one);
    expect(given.said).toMatchObject({ code: 'vault_unavailable' });
    await makeRoom(disk);
    await server.stop();
    await server.start();
    await giveAgain(one, given);
    expect(await namesIn(one)).toEqual(allOf(given));
  });

  it('of a state folder: what reads goes on, what writes says why, and all of it goes on once there is room', async () => {
    const disk = await makeDisk('20m');
    const one = await used({ stateDir: join(disk, 'state') });
    await fill(disk);
    const given = await giveUntilFull(one);
    expect(given.said).toMatchObject({
      code: 'vault_unavailable',
      details: { database: 'SQLITE_FULL', advice: expect.stringContaining('space') },
    });
    expect(await namesIn(one)).toEqual(inOrder(given.done));
    await makeRoom(disk);
    await giveAgain(one, given);
    expect(await namesIn(one)).toEqual(allOf(given));
  });

  it('of Postgres under ten logins fails none of them, and nobody is asked twice', async () => {
    const disk = await makeDisk('300m');
    const fleet = await startFleet({}, { data: disk, wal: await makeFolder() });
    onTestFinished(() => fleet.stop());
    await tenThrough(fleet, disk);
    expect(fleet.crashed).toEqual([]);
  });

  it('of the state folder under ten logins fails none of them, and nobody is asked twice', async () => {
    const disk = await makeDisk('30m');
    const temporal = await startTestTemporal();
    onTestFinished(() => temporal.stop());
    const stateDir = join(disk, 'state');
    const env = { TEMPORAL_ADDRESS: temporal.address, AGENT_AUTH_STATE_DIR: stateDir, AGENT_AUTH_LOG_LEVEL: 'fatal' };
    const worker = await startProgram('worker', env);
    onTestFinished(async () => void (await worker.stop()));
    const accessKey = (await readFile(join(stateDir, 'access-key'), 'utf8')).trim();
    const server = await startProgram('server', {
      ...env,
      AGENT_AUTH_STATE_DIR: await mkdtemp(join(tmpdir(), 'server-')),
      AGENT_AUTH_ACCESS_KEY: accessKey,
      AGENT_AUTH_HTTP_PORT: '0',
    });
    onTestFinished(async () => void (await server.stop()));
    const auth = await AgentAuth.connect({ address: temporal.address, access_key: accessKey });
    onTestFinished(() => auth.close());
    await tenThrough({ auth, accessKey, url: server.ready.url }, disk);
  });
});
