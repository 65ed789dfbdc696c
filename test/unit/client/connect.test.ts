import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AgentAuth } from '../../../client/index.js';
import { callerOf } from '../../../client/internal.js';
import { findStack } from '../../../client/stack/find-stack.js';
import { chooseTarget } from '../../../client/temporal/target.js';
import { accessKeyFrom } from '../../../client/vault/access-key.js';
import { defaultStateDir, stackFilePath } from '../../../contract/machine/stack-file.js';
import { accessKeyOf } from './fake-vault.js';

const STACK = {
  temporal_address: '127.0.0.1:1',
  namespace: 'default',
  task_queue: 'agent-auth',
  ui_url: null,
  http_url: null,
  sample_url: null,
  access_key_file: '/nowhere/access-key',
  pids: { up: process.pid },
};

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'agent-auth-'));
  for (const name of [
    'TEMPORAL_ADDRESS',
    'TEMPORAL_PROFILE',
    'TEMPORAL_CONFIG_FILE',
    'AGENT_AUTH_ACCESS_KEY',
    'AGENT_AUTH_PUBLIC_URL',
  ])
    vi.stubEnv(name, undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true });
});
const writeStack = (stack: unknown) => writeFile(stackFilePath(dir), JSON.stringify(stack));

describe('the running stack', () => {
  it('is found by its file', async () => {
    await writeStack(STACK);
    await expect(findStack(dir)).resolves.toEqual(STACK);
  });

  it.each([
    ['without a file', undefined],
    ['whose process is gone', { ...STACK, pids: { up: 2 ** 30 } }],
    ['whose file is not one of ours', { temporal_address: 'x' }],
  ])('is none %s', async (_, stack) => {
    if (stack) await writeStack(stack);
    await expect(findStack(dir)).resolves.toBeNull();
  });

  it('is none while its file is half written', async () => {
    await writeFile(stackFilePath(dir), '{"temporal_add');
    await expect(findStack(dir)).resolves.toBeNull();
  });
});

describe('where links lead', () => {
  const [before, after] = ['http://127.0.0.1:7400', 'http://127.0.0.1:7401'];
  const connect = (options = {}) => AgentAuth.connect({ state_dir: dir, client: {} as never, ...options });

  it("is where the stack's server listens when the link is made", async () => {
    await writeStack({ ...STACK, http_url: before });
    const auth = await connect();
    await expect(callerOf(auth).httpUrl()).resolves.toBe(before);
    await writeStack({ ...STACK, http_url: after });
    await expect(callerOf(auth).httpUrl()).resolves.toBe(after);
    await expect(callerOf(auth.withAccessKey('any')).httpUrl()).resolves.toBe(after);
  });

  it.each([
    ['while the file of the stack is being written', '{"http_url'],
    ['after the stack has ended', JSON.stringify({ ...STACK, http_url: after, pids: { up: 2 ** 30 } })],
  ])('is where it was %s', async (_, text) => {
    await writeStack({ ...STACK, http_url: before });
    const auth = await connect();
    await writeFile(stackFilePath(dir), text);
    await expect(callerOf(auth).httpUrl()).resolves.toBe(before);
  });

  it('is what the caller says, whatever runs here', async () => {
    await writeStack({ ...STACK, http_url: before });
    const auth = await connect({ http_url: 'https://logins.example.com/' });
    await expect(callerOf(auth).httpUrl()).resolves.toBe('https://logins.example.com');
  });

  it('is nowhere for one that was connected without a stack', async () => {
    const auth = await connect();
    await writeStack({ ...STACK, http_url: after });
    await expect(callerOf(auth).httpUrl()).resolves.toBeNull();
  });
});

describe('where Temporal is', () => {
  it('is what the caller says, then the environment, then the stack', () => {
    expect(chooseTarget({}, STACK).connection.address).toBe('127.0.0.1:1');
    vi.stubEnv('TEMPORAL_ADDRESS', 'cluster:7233');
    expect(chooseTarget({}, STACK).connection.address).toBe('cluster:7233');
    expect(chooseTarget({ address: 'mine:7233', namespace: 'ours' }, STACK)).toMatchObject({
      connection: { address: 'mine:7233' },
      namespace: 'ours',
    });
  });

  it('comes from a profile with its namespace and key', async () => {
    const file = join(dir, 'temporal.toml');
    await writeFile(file, '[profile.cloud]\naddress = "c:7233"\nnamespace = "n"\napi_key = "k"\n');
    vi.stubEnv('TEMPORAL_CONFIG_FILE', file);
    vi.stubEnv('TEMPORAL_PROFILE', 'cloud');
    expect(chooseTarget({}, null)).toMatchObject({
      namespace: 'n',
      connection: { address: 'c:7233', apiKey: 'k', tls: true },
    });
  });

  it('is refused without quoting a configuration that can not be read', async () => {
    const file = join(dir, 'temporal.toml');
    await writeFile(file, '[profile.default]\napi_key = canary\n');
    vi.stubEnv('TEMPORAL_CONFIG_FILE', file);
    const read = (): unknown => chooseTarget({}, null);
    expect(read).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    expect(read).not.toThrow(/canary/);
  });
});

describe('connect', () => {
  it('says that no stack runs', async () => {
    await expect(AgentAuth.connect({ state_dir: dir })).rejects.toMatchObject({ code: 'no_stack', status: 503 });
  });

  it('says that no server answers', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const { port } = server.address() as { port: number };
    await new Promise((closed) => server.close(closed));
    await expect(AgentAuth.connect({ address: `127.0.0.1:${port}`, state_dir: dir })).rejects.toMatchObject({
      code: 'temporal_unavailable',
    });
  });
});

describe('the access key', () => {
  const key = accessKeyOf('p'.repeat(43));

  it('is read from the first file that is there', async () => {
    const file = join(dir, 'access-key');
    await writeFile(file, `${key}\n`);
    const read = accessKeyFrom({ files: [join(dir, 'none'), file] });
    await expect(read()).resolves.toMatchObject({ text: key, pin: 'p'.repeat(43) });
  });

  it('is missing', async () => {
    await expect(accessKeyFrom({ files: [join(dir, 'none')] })()).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('is not repeated when it is no access key', async () => {
    const error = await accessKeyFrom({ text: 'canary-key', files: [] })().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'unauthorized' });
    expect(JSON.stringify(error)).not.toContain('canary');
  });
});

describe('the state folder', () => {
  it.each([
    [{ AGENT_AUTH_STATE_DIR: '/a', XDG_STATE_HOME: '/b' }, '/a'],
    [{ XDG_STATE_HOME: '/b' }, '/b/temporal-agent-auth'],
  ])('of %j is %s', (env, folder) => {
    expect(defaultStateDir(env)).toBe(folder);
  });

  it('ignores a relative XDG path', () => {
    expect(defaultStateDir({ XDG_STATE_HOME: 'b' })).toMatch(/^\/.*\.local\/state\/temporal-agent-auth$/);
  });
});
