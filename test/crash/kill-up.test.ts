import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AgentAuth } from '../../client/index.js';
import { builtFile } from '../../worker/built-file.js';
import { descendantsOf, isAlive, startUp } from '../support/up-process.js';

/** Nothing that a killed `up` has started lives longer. Milliseconds. */
const GONE_MS = 60_000;

let root: string;
let stateDir: string;
/** For temporary files of all that is started. */
let temporary: string;
let up: ChildProcess | null;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'agent-auth-killed-'));
  stateDir = join(root, 'state');
  temporary = join(root, 'tmp');
  await mkdir(temporary);
  up = null;
});
afterEach(async () => {
  if (up && up.exitCode === null && up.signalCode === null) up.kill('SIGKILL');
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

/** Kills it outright; what it had started and still lives a minute later, and what is left of temporary files. */
async function left(process: ChildProcess) {
  const started = descendantsOf(process.pid!);
  const exit = once(process, 'exit');
  process.kill('SIGKILL');
  await exit;
  const until = Date.now() + GONE_MS;
  const leaves = async () => ({ alive: started.filter(isAlive), files: await readdir(temporary) });
  for (;;) {
    const { alive, files } = await leaves();
    if ((alive.length === 0 && files.length === 0) || Date.now() > until) return { started, alive, files };
    await sleep(100);
  }
}

test('kill -9 of `up` leaves no process and no temporary file, with a login in progress and a browser in use', async () => {
  const running = await startUp(stateDir, ['--sample', '--ui'], { env: { TMPDIR: temporary } });
  up = running.process;
  const { sample_url, pids, ui_url } = await running.file();
  expect((await fetch(ui_url!)).status).toBe(200);
  const auth = await AgentAuth.connect({ state_dir: stateDir });
  const agent = await auth.agents.auth.create({ domain: new URL(sample_url!).host, profile_name: 'killed' });
  const { invocation_id } = await auth.agents.auth.invocations.create({ auth_agent_id: agent.id });
  for await (const { step } of auth.agents.auth.invocations.follow(invocation_id)) {
    if (step === 'awaiting_input') break;
  }
  await auth.close();

  const { started, alive, files } = await left(up);
  const { up: _, ...parts } = pids;
  expect(started).toEqual(expect.arrayContaining(Object.values(parts)));
  // Chromium is a child of the worker, and has children of its own.
  expect(started.length).toBeGreaterThan(Object.keys(parts).length + 2);
  expect({ alive, files }).toEqual({ alive: [], files: [] });
});

test('so does one that is killed while it starts', async () => {
  const { TEMPORAL_ADDRESS: _, ...inherited } = process.env;
  up = spawn(process.execPath, [builtFile('cli', 'main.js'), 'up', '--state-dir', stateDir], {
    env: { ...inherited, TMPDIR: temporary },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  for await (const chunk of up.stderr!) {
    said += chunk;
    if (said.includes('Starting the worker')) break;
  }
  while ((await readdir(temporary)).length === 0) await sleep(5);
  const { started, alive, files } = await left(up);
  expect(started.length).toBeGreaterThan(1);
  expect({ alive, files }).toEqual({ alive: [], files: [] });
});
