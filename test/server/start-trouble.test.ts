import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockFolder } from '../../activities/vault/index.js';
import { builtFile } from '../../worker/built-file.js';
import { ODD_FOLDERS } from '../support/odd-folders.js';
import { startTestTemporal } from '../support/temporal.js';
import { startUp } from '../support/up-process.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'agent-auth-trouble-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs a command as a person does; answers its exit code and what it says with `--json`. */
async function run(args: string[], env: Record<string, string> = {}) {
  const { TEMPORAL_ADDRESS: _, TEMPORAL_NAMESPACE: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [builtFile('cli', 'main.js'), ...args, '--json'], {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => err.push(chunk));
  const [exit] = await once(child, 'close');
  const lines = Buffer.concat(out).toString('utf8').trim().split('\n');
  const { error } = JSON.parse(lines.at(-1)!);
  expect(error).toMatchObject({ message: expect.stringMatching(/\.$/), next: expect.stringMatching(/\.$/) });
  expect(Buffer.concat(err).toString('utf8')).not.toMatch(/\n\s+at /);
  return { exit, code: error.code, details: error.details };
}

/** A Temporal that answers every call with one gRPC status. */
async function answering(status: number) {
  const server = createServer();
  server.on('stream', (stream) => {
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': String(status) },
      { endStream: true },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

describe('a stack that can not start', () => {
  test('on a folder that another one uses', async () => {
    const folder = join(root, 'state');
    await mkdir(folder);
    const unlock = await lockFolder(join(folder, 'up.lock'));
    expect(await run(['up', '--state-dir', folder])).toMatchObject({ exit: 1, code: 'state_dir_in_use' });
    await unlock();
  });

  test('below a file, and where the system takes no folders', async () => {
    await writeFile(join(root, 'file'), '');
    expect(await run(['up', '--state-dir', join(root, 'file', 'state')])).toMatchObject({
      code: 'state_dir_unwritable',
      details: { where: join(root, 'file', 'state'), reason: 'ENOTDIR' },
    });
    if (process.platform === 'linux') {
      expect(await run(['up', '--state-dir', '/proc/agent-auth'])).toMatchObject({ code: 'state_dir_unwritable' });
    }
  });

  test('with values of variables that no part takes', async () => {
    const env = { AGENT_AUTH_MAX_PAGES: 'many', AGENT_AUTH_HTTP_PORT: '', AGENT_AUTH_LOG_LEVEL: 'loud' };
    expect(await run(['up', '--state-dir', join(root, 'other')], env)).toMatchObject({
      exit: 2,
      code: 'invalid_input',
    });
  });

  test('with a Temporal that is not there', async () => {
    const args = ['up', '--state-dir', join(root, 'other')];
    expect(await run(args, { TEMPORAL_ADDRESS: '127.0.0.1:1' })).toMatchObject({
      exit: 3,
      code: 'temporal_unavailable',
    });
  });

  test('with a Temporal that refuses it', async () => {
    const temporal = await answering(7);
    const args = ['up', '--state-dir', join(root, 'other')];
    expect(await run(args, { TEMPORAL_ADDRESS: temporal.address })).toMatchObject({ code: 'temporal_forbidden' });
    temporal.close();
  });

  test('with a namespace that does not exist', async () => {
    const temporal = await startTestTemporal();
    const env = { TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: 'nowhere' };
    expect(await run(['up', '--state-dir', join(root, 'other')], env)).toMatchObject({ code: 'namespace_not_found' });
    await temporal.stop();
  });

  test('with a debug output that prints what is typed', async () => {
    const args = ['up', '--state-dir', join(root, 'other')];
    expect(await run(args, { DEBUG: 'pw:api' })).toMatchObject({ exit: 1, code: 'unsafe_debug' });
  });

  test('with a recipe that is wrong', async () => {
    const folder = join(root, 'recipes');
    await mkdir(folder);
    await writeFile(join(folder, 'wrong.json'), '{"host": "example.com"}');
    const args = ['up', '--state-dir', join(root, 'other')];
    expect(await run(args, { AGENT_AUTH_RECIPES_DIR: folder })).toMatchObject({ exit: 2, code: 'recipe_invalid' });
  });
});

/** The vault's tables are there, unless they are on Postgres. */
const VAULT_FILES = process.env.TEST_STORE === 'postgres' ? [] : ['vault.db'];

describe('a stack in a folder with an odd name', () => {
  test.each(ODD_FOLDERS.map((name) => [name]))(
    '%s: all its files are in it, and for their owner alone',
    async (name) => {
      const parent = await mkdtemp(join(root, 'odd-'));
      const stateDir = join(parent, name);
      const up = await startUp(stateDir);
      const { pids, http_url } = await up.file();
      expect((await fetch(`${http_url}/healthz`)).status).toBe(200);
      const files = await readdir(stateDir);
      const modes = await Promise.all(files.map(async (file) => (await stat(join(stateDir, file))).mode & 0o777));
      const second = await run(['up', '--state-dir', stateDir]);
      await up.stop();
      expect(files.filter((_, index) => modes[index] !== 0o600)).toEqual([]);
      expect(files).toEqual(expect.arrayContaining(['temporal.db', 'stack.json', ...VAULT_FILES]));
      expect(await readdir(parent)).toEqual([name]);
      expect(second).toMatchObject({ code: 'state_dir_in_use', details: { pid: pids.up, http_url } });
    },
  );
});

describe('a command without a stack', () => {
  test('says how to start one', async () => {
    expect(await run(['credentials', 'list', '--state-dir', join(root, 'none')])).toMatchObject({
      exit: 3,
      code: 'no_stack',
    });
  });

  test('says that the Temporal which the environment names is not there', async () => {
    const env = { TEMPORAL_ADDRESS: '127.0.0.1:1' };
    expect(await run(['credentials', 'list', '--state-dir', join(root, 'none')], env)).toMatchObject({
      exit: 3,
      code: 'temporal_unavailable',
    });
  });
});
