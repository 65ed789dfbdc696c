import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stackFilePath } from '../../../contract/machine/stack-file.js';
import { builtFile } from '../../../worker/built-file.js';
import { call } from './call.js';

let dir: string;
let up: ChildProcess;
const lines: string[] = [];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'agent-auth-up-'));
  up = spawn(process.execPath, [builtFile('cli', 'main.js'), 'up', '--state-dir', dir, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const reader = createInterface({ input: up.stdout as NodeJS.ReadableStream });
  reader.on('line', (line) => lines.push(line));
  await once(reader, 'line');
});
afterAll(async () => {
  up.kill('SIGKILL');
  await rm(dir, { recursive: true, force: true });
});

const cli = (...args: string[]) => call(['cli', 'main.js'], [...args, '--state-dir', dir, '--json']);

it('prints one line when it is ready', () => {
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      event: 'ready',
      temporal_address: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      ui_url: null,
      http_url: expect.stringMatching(/^http:/),
      sample_url: null,
      access_key_file: join(dir, 'access-key'),
    },
  ]);
});

it('is found by the other commands', async () => {
  expect(await cli('status')).toMatchObject({ code: 0, lines: [{ running: true, worker: true, agents: 0 }] });
});

it('refuses a second stack on its state folder, and goes on', async () => {
  expect(await cli('up')).toMatchObject({ code: 1, lines: [{ error: { code: 'state_dir_in_use' } }] });
  expect(await cli('status')).toMatchObject({ code: 0, lines: [{ worker: true }] });
});

it('stops when it is told to, and leaves nothing that says it still runs', async () => {
  const exited = once(up, 'exit');
  up.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(existsSync(stackFilePath(dir))).toBe(false);
  expect(await cli('status')).toMatchObject({ code: 3, lines: [{ error: { code: 'no_stack' } }] });
});
