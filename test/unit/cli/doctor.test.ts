import { chmod, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockFolder, openVault } from '../../../activities/vault/index.js';
import { openDatabase } from '../../../activities/vault/store/sqlite/open-database.js';
import { examine } from '../../../cli/doctor/checks.js';
import { checkNode } from '../../../cli/doctor/node.js';
import { judgeClock } from '../../../cli/doctor/temporal.js';
import { unusedVariable } from '../../../cli/doctor/unused-variable.js';
import { networkTypeOf } from '../../../worker/state-folder.js';
import { changedTools } from '../../../worker/tools.js';

const SECRET = 'hunter2-secret';
/** Chromium is started by `test/server/cli`; ports that nobody asked for can be taken by another test. */
const CHECKS = ['node', 'environment', 'folder', 'files', 'lock', 'vault', 'proxy', 'server'];

let root: string;
let stateDir: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'agent-auth-doctor-'));
  stateDir = join(root, 'a?b#c%20d');
  await mkdir(stateDir, { mode: 0o700 });
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** What is not right, as `check: sentence`; never with the secret of the environment. */
async function found(env: Record<string, string> = {}, folder = stateDir): Promise<string[]> {
  const only = new Set([
    ...CHECKS,
    ...(env.AGENT_AUTH_HTTP_PORT ? ['ports'] : []),
    ...(env.AGENT_AUTH_CDP_URL ? ['chromium'] : []),
  ]);
  const amiss: string[] = [];
  for await (const { check, verdict, says, next } of examine({ env, stateDir: folder, stack: null }, only)) {
    expect(`${says} ${next}`).not.toContain(SECRET);
    if (verdict === 'ok') continue;
    expect(next).toMatch(/[.)]$/);
    amiss.push(`${verdict} ${check}: ${says}`);
  }
  return amiss;
}

/** A port of loopback that is taken, and a function that frees it. */
async function somebodyListens(): Promise<[port: number, close: () => void]> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return [(server.address() as AddressInfo).port, () => void server.close()];
}

const makeVault = async (): Promise<void> => (await openVault({ stateDir })).close();

describe('says nothing against', () => {
  test('a folder that is new, one that is not there yet, and one with a vault', async () => {
    expect(await found()).toEqual([]);
    expect(await found({}, join(stateDir, 'not', 'yet'))).toEqual([]);
    await makeVault();
    expect(await found()).toEqual([]);
  });

  test('a proxy that answers, and is not used for this machine', async () => {
    const [port, close] = await somebodyListens();
    for (const proxy of [`http://me:${SECRET}@127.0.0.1:${port}`, `127.0.0.1:${port}`, `socks5://localhost:${port}`])
      expect(await found({ HTTPS_PROXY: proxy, NO_PROXY: 'localhost, 127.0.0.1' })).toEqual([]);
    close();
  });
});

describe('finds', () => {
  test('an old Node', async () => {
    expect(await checkNode('20.18.3')({ env: {}, stateDir, stack: null })).toMatchObject([{ verdict: 'problem' }]);
    expect(await checkNode('22.0.0')({ env: {}, stateDir, stack: null })).toMatchObject([{ verdict: 'ok' }]);
  });

  test('variables that are wrong, by their names', async () => {
    expect(await found({ AGENT_AUTH_MAX_PAGES: SECRET })).toContainEqual(
      expect.stringMatching(/^problem environment: .*AGENT_AUTH_MAX_PAGES/),
    );
  });

  test('a folder and files that others may read', async () => {
    await makeVault();
    await chmod(stateDir, 0o755);
    for (const name of ['master-key', 'access-key']) await chmod(join(stateDir, name), 0o644);
    expect(await found()).toEqual([
      'problem folder: Others may read or write in it (mode 755).',
      'problem files: Others may read or write master-key, access-key.',
    ]);
  });

  test('a folder that is a file', async () => {
    const file = join(root, 'file');
    await writeFile(file, '');
    expect(await found({}, file)).toContainEqual(expect.stringContaining('state_dir_unwritable'));
  });

  test('who has the folder', async () => {
    const unlock = await lockFolder(join(stateDir, 'up.lock'));
    expect(await found()).toEqual([expect.stringMatching(`^warning lock: Process ${process.pid} on .*, since 2`)]);
    await unlock();
    expect(await found()).toEqual([]);
  });

  test.each([
    ['master-key', 'is missing', (file: string) => rm(file), 'master_key_missing'],
    ['master-key', 'is cut', (file: string) => truncate(file, 20), 'master_key_unreadable'],
    [
      'master-key',
      'is another one',
      (file: string) => writeFile(file, `AAAAAAAAAAA.${'A'.repeat(43)}\n`),
      'another_master_key',
    ],
    ['vault.db', 'is missing', (file: string) => rm(file), 'database_missing'],
    ['vault.db', 'is no database', (file: string) => writeFile(file, 'no database'.repeat(1000)), 'state_dir_invalid'],
  ])('a vault of which %s %s', async (name, _, spoil, reason) => {
    await makeVault();
    await spoil(join(stateDir, name));
    expect(await found()).toEqual([expect.stringMatching(`^problem vault: .*${reason}`)]);
  });

  test('a vault of a later version', async () => {
    await makeVault();
    const db = await openDatabase(join(stateDir, 'vault.db'));
    await db.executeQuery({
      sql: "insert into kysely_migration (name, timestamp) values ('9999-future', '')",
      parameters: [],
      query: { kind: 'RawNode', sqlFragments: [], parameters: [] },
      queryId: { queryId: 'later' },
    });
    await db.destroy();
    expect(await found()).toEqual([expect.stringContaining('made_by_another_version')]);
  });

  test('a Postgres and a Temporal that do not answer', async () => {
    const env = {
      AGENT_AUTH_DATABASE_URL: `postgres://me:${SECRET}@127.0.0.1:1/vault`,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
    };
    const before = process.env.TEMPORAL_ADDRESS;
    process.env.TEMPORAL_ADDRESS = env.TEMPORAL_ADDRESS;
    try {
      expect(await found(env)).toEqual([
        expect.stringMatching(/^problem vault: /),
        expect.stringMatching(/^problem server: .*temporal_unavailable.*127\.0\.0\.1:1/),
      ]);
    } finally {
      if (before === undefined) delete process.env.TEMPORAL_ADDRESS;
      else process.env.TEMPORAL_ADDRESS = before;
    }
  });

  test('a port that is taken', async () => {
    const [port, close] = await somebodyListens();
    expect(await found({ AGENT_AUTH_HTTP_PORT: String(port) })).toEqual([
      `problem ports: Port ${port} is taken by another program.`,
    ]);
    close();
    // What is no port is a matter of the variables alone.
    expect(await found({ AGENT_AUTH_HTTP_PORT: '70000' })).toEqual([expect.stringMatching(/^problem environment: /)]);
  });

  test('a proxy that stands between the parts of a stack, without its address', async () => {
    const [port, close] = await somebodyListens();
    expect(await found({ https_proxy: `http://me:${SECRET}@127.0.0.1:${port}`, NO_PROXY: 'localhost' })).toEqual([
      'warning proxy: https_proxy is set, also for this machine: calls to Temporal can end at the proxy.',
    ]);
    close();
  });

  test('a proxy that does not answer, and one that has no address, without what they are', async () => {
    const env = {
      ALL_PROXY: `socks5://me:${SECRET}@127.0.0.1:1`,
      http_proxy: `http://${SECRET}:no port`,
      NO_PROXY: '*',
    };
    expect(await found(env)).toEqual([
      'warning proxy: The proxy in ALL_PROXY does not answer.',
      'warning proxy: http_proxy is not the address of a proxy.',
    ]);
  });

  test('a browser elsewhere that does not answer, without its address', async () => {
    expect(await found({ AGENT_AUTH_CDP_URL: `http://127.0.0.1:1/${SECRET}` })).toEqual([
      'problem chromium: The browser at AGENT_AUTH_CDP_URL does not answer.',
    ]);
  });

  test('a variable for a program that was not taken', () => {
    const tool = { path: '/usr/bin/chromium', version: '1', source: 'the system' };
    const of = (path: string, source: string) =>
      unusedVariable('AGENT_AUTH_CHROMIUM', { AGENT_AUTH_CHROMIUM: path }, { ...tool, source });
    expect(of('', 'the system')).toEqual([]);
    expect(of('/opt/chromium', 'AGENT_AUTH_CHROMIUM')).toEqual([]);
    expect(of('/opt/none', 'the system')).toMatchObject([
      {
        verdict: 'warning',
        says: expect.stringContaining('AGENT_AUTH_CHROMIUM names no program that runs here; /usr'),
      },
    ]);
  });

  test.each([
    [90_000, 'problem', 'is 90 s ahead of'],
    [-90_000, 'problem', 'is 90 s behind'],
    [16_000, 'warning', 'is 16 s ahead of'],
    [-5_000, 'warning', 'is 5 s behind'],
    [4_900, 'ok', 'is'],
  ] as const)('a clock that is %i ms before that of Temporal', (skew, verdict, how) => {
    expect(judgeClock(skew)).toMatchObject({
      verdict,
      says: expect.stringContaining(`This clock ${how} that of Temporal`),
    });
  });

  test('a program that is not what was downloaded', async () => {
    const folder = join(root, 'cache', 'temporal-1.9.1');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'temporal'), 'another program');
    const cache = { cache: join(root, 'cache'), platform: 'linux', arch: 'x64' } as const;
    expect(await changedTools(cache)).toEqual(['temporal-1.9.1']);
    expect(await changedTools({ ...cache, cache: join(root, 'none') })).toEqual([]);
  });

  test('network file systems by the numbers that the kernel gives them', () => {
    expect([0x6969, 0xff534d42, -0xacb2be, 0x01021997].map(networkTypeOf)).toEqual(['nfs', 'cifs', 'cifs', '9p']);
    expect([0xef53, 0x01021994, 0x794c7630].map(networkTypeOf)).toEqual([null, null, null]);
  });
});
