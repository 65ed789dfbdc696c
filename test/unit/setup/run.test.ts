import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { run } from '../../../worker/tools/run.js';

const node = (code: string, options: Partial<Parameters<typeof run>[2]> = {}) =>
  run(process.execPath, ['-e', code], { timeoutMs: 10_000, ...options });

test('answers what a program printed, on both its outputs', async () => {
  expect(await node('console.log(1); console.error(2)')).toEqual({
    ok: true,
    output: expect.stringMatching(/1\n2|2\n1/),
  });
});

test('a failing program is an answer that says why', async () => {
  const result = await node('console.error("no such thing"); process.exit(3)');
  expect(result).toMatchObject({ ok: false, why: 'no such thing (exit code 3)' });
});

test('a program that does not exist is an answer too', async () => {
  expect(await run('/no/such/program', [], { timeoutMs: 1000 })).toMatchObject({
    ok: false,
    why: expect.stringContaining('ENOENT'),
  });
});

test('a program that hangs is killed together with its children', async () => {
  const code = `
    const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    console.log('child ' + child.pid);
    setInterval(() => {}, 1000);`;
  const result = await node(code, { timeoutMs: 1_000 });
  expect(result).toMatchObject({ ok: false, why: 'it did not finish in 1 s' });
  const child = Number(/child (\d+)/.exec(result.output)?.[1]);
  await expect.poll(() => isAlive(child), { timeout: 5_000 }).toBe(false);
});

test('can be called off', async () => {
  const abort = new AbortController();
  const running = node('setInterval(() => {}, 1000)', { signal: abort.signal });
  abort.abort();
  expect(await running).toMatchObject({ ok: false });
});

test('ends as soon as the output shows what was waited for', async () => {
  const result = await node('console.log("listening"); setInterval(() => {}, 1000)', { until: /listening/ });
  expect(result.ok).toBe(true);
});

test('a program that ends without showing it has failed', async () => {
  expect((await node('console.log("bye")', { until: /listening/ })).ok).toBe(false);
});

test.each(['SIGINT', 'SIGTERM'] as const)('on %s the program ends with the one who started it', async (signal) => {
  const code = `
    import { run } from ${JSON.stringify(new URL('../../../worker/tools/run.js', import.meta.url).href)};
    await run(process.execPath, ['-e', 'console.log("child " + process.pid); setInterval(() => {}, 1000)'], {
      timeoutMs: 30_000, output: 'inherit',
    });`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'ignore', 'pipe'] });
  const [line] = (await once(parent.stderr, 'data')) as [Buffer];
  const child = Number(/child (\d+)/.exec(line.toString())?.[1]);
  parent.kill(signal);
  expect(await once(parent, 'exit')).toEqual([null, signal]);
  await expect.poll(() => isAlive(child), { timeout: 5_000 }).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
