import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRunning } from '../../../scripts/test/guard/processes.mjs';
import { variant, variants } from '../../support/variants.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const HANGING = ['--config', 'test/unit/setup/cut-run/vitest.config.ts'];

interface Facts {
  readonly fork: number;
  readonly vitest: number;
  readonly programs: readonly number[];
  readonly folder: string;
}

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'agent-auth-cut-run-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

/** Starts a run that hangs, and waits until it does. */
async function hanging(command: string, args: readonly string[]): Promise<{ runner: ChildProcess; facts: Facts }> {
  const file = join(place, 'facts.json');
  const env = { ...process.env, CUT_RUN_FACTS: file };
  const runner = spawn(command, [...args, ...HANGING], { cwd: root, env, detached: true, stdio: 'ignore' });
  for (;;) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (text !== '') return { runner, facts: JSON.parse(text) as Facts };
    if (runner.exitCode !== null) throw new Error(`the run ended with ${runner.exitCode}`);
    await sleep(50);
  }
}

/** What is still there of a run once it had the time that it may take to go. */
async function leftOf({ fork, vitest, programs, folder }: Facts, pids = [fork, vitest, ...programs]) {
  const there = () => [...pids.filter(isRunning), ...(existsSync(folder) ? [folder] : [])];
  for (let tries = 0; tries < 200 && there().length > 0; tries += 1) await sleep(100);
  return there();
}

test.each(variants(1, ['SIGINT', 'SIGTERM', 'SIGKILL'] as const))(
  'a runner that gets %s leaves nothing',
  async (signal) => {
    const { runner, facts } = await hanging(process.execPath, ['scripts/test.mjs']);
    runner.kill(signal);
    expect(await leftOf(facts)).toEqual([]);
  },
);

variant('a run whose npm is killed leaves nothing', async () => {
  const { runner, facts } = await hanging('npm', ['test', '--']);
  runner.kill('SIGKILL');
  expect(await leftOf(facts)).toEqual([]);
});

variant('vitest, killed, leaves nothing', async () => {
  const { runner, facts } = await hanging(process.execPath, ['node_modules/vitest/vitest.mjs', 'run']);
  runner.kill('SIGKILL');
  expect(await leftOf(facts)).toEqual([]);
});

test('a process of tests, killed, leaves nothing while the run goes on', async () => {
  const { runner, facts } = await hanging(process.execPath, ['node_modules/vitest/vitest.mjs', 'run']);
  // So that the run can't come to its end.
  process.kill(facts.vitest, 'SIGSTOP');
  process.kill(facts.fork, 'SIGKILL');
  expect(await leftOf(facts, [...facts.programs])).toEqual([]);
  const exit = once(runner, 'exit');
  runner.kill('SIGKILL');
  await exit;
  expect(await leftOf(facts)).toEqual([]);
});
