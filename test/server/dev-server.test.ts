import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startDevServer } from '../../worker/dev-server.js';
import { needTool } from '../../worker/need-tool.js';
import { variants } from '../support/variants.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'agent-auth-dev-server-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** Ends at once as often as is said, as Temporal does where another program takes a port that it chose; then it is Temporal. */
async function endingFirst(times: number): Promise<string> {
  const path = join(dir, 'temporal.sh');
  const real = (await needTool('temporal')).path;
  const lines = [
    `cd '${dir}'`,
    'echo >> starts',
    `[ $(wc -l < starts) -gt ${times} ] || exit 1`,
    `exec '${real}' "$@"`,
  ];
  await writeFile(path, `#!/bin/sh\n${lines.join('\n')}\n`);
  await chmod(path, 0o755);
  return path;
}

const ANY = { port: 0 };

test('a server that ends while it starts is started again, and is told to write each commit to the disk', async () => {
  const server = await startDevServer(await endingFirst(2), dir, ANY);
  expect(server.process.spawnargs).toEqual(expect.arrayContaining(['journal_mode=WAL', 'synchronous=FULL']));
  const connection = await Connection.connect({ address: server.address });
  await connection.close();
  const exit = new Promise((resolve) => server.process.once('exit', resolve));
  server.process.kill('SIGTERM');
  await exit;
});

test('a server that always ends is given up', async () => {
  await expect(startDevServer(await endingFirst(99), dir, ANY)).rejects.toMatchObject({
    code: 'temporal_unavailable',
  });
});

test.each(variants(1, ['a#b?c%20d', `it's "odd" ünï`] as const))(
  'its files are in the state folder %s alone, and for its owner alone',
  async (name) => {
    const stateDir = join(dir, name, 'state');
    await mkdir(stateDir, { recursive: true, mode: 0o700 });
    const server = await startDevServer((await needTool('temporal')).path, stateDir, ANY);
    const files = await readdir(stateDir);
    const modes = await Promise.all(files.map(async (file) => (await stat(join(stateDir, file))).mode & 0o777));
    const exit = new Promise((resolve) => server.process.once('exit', resolve));
    server.process.kill('SIGTERM');
    await exit;
    expect(files).toEqual(['temporal.db', 'temporal.db-shm', 'temporal.db-wal']);
    expect(modes).toEqual([0o600, 0o600, 0o600]);
    expect(await readdir(join(dir, name))).toEqual(['state']);
  },
);
