import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { listenOnLoopback } from '../../sites/sample/listen.js';

let folder: string;
let program: string;
let child: ChildProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-sample-'));
  program = join(folder, 'serve-sample.mjs');
  await build({
    entryPoints: ['test/sites/serve-sample.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
});
afterEach(() => {
  child.kill('SIGKILL');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts the process and answers what it says in its first line. */
async function serve(options: string[], stdin: 'pipe' | 'ignore'): Promise<{ url: string; seed: number }> {
  child = spawn(process.execPath, [program, ...options], { stdio: [stdin, 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return JSON.parse(line.toString()) as { url: string; seed: number };
}

test('says where it is, answers there, and ends on SIGTERM', async () => {
  const { url, seed } = await serve(['{"seed":11}'], 'ignore');
  expect(seed).toBe(11);
  expect((await fetch(url)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('ends when the process that started it closes the pipe, and not before', async () => {
  const { url } = await serve([], 'pipe');
  expect((await fetch(url)).status).toBe(200);
  child.stdin!.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('takes another port where the wanted one is taken', async () => {
  const other = await listenOnLoopback((_, outgoing) => outgoing.end(), 0);
  try {
    const { url } = await serve([JSON.stringify({ port: other.port })], 'ignore');
    expect(new URL(url).port).not.toBe(String(other.port));
    expect((await fetch(url)).status).toBe(200);
  } finally {
    await other.close();
  }
});
