import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../worker/tools/run.js';
import type { RunningApp } from './app.js';

const START_TIMEOUT_MS = 240_000;
const KEPT_OUTPUT = 4_000;

export interface Serving {
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** Port of loopback at which it answers HTTP, or path of the socket that it opens when it is ready. */
  readonly at: number | string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts a server and waits until it is ready.
 * @throws Error with its last words when it ends before, or does not answer
 */
export async function serve(
  program: string,
  args: readonly string[],
  { at, cwd, env }: ServeOptions,
): Promise<Serving> {
  // In a group of its own, so that what it starts ends with it.
  const child = spawn(program, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-KEPT_OUTPUT);
    });
  }
  let failure: string | null = null;
  child.once('error', (error) => {
    failure ??= error.message;
  });
  child.once('exit', (code) => {
    failure ??= `ended with ${code}`;
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await isReady(at))) {
    if (failure === null && Date.now() > deadline) failure = 'does not answer';
    if (failure !== null) {
      await stop(child);
      throw new Error(`${program} ${failure}.\n${said}`);
    }
    await sleep(200);
  }
  return { stop: () => stop(child) };
}

/**
 * Starts a server that ends its sessions by starting anew.
 * @param forget removes what it remembers them by, while it does not run
 */
export async function serveAnew(
  start: () => Promise<Serving>,
  forget: () => Promise<unknown>,
): Promise<Pick<RunningApp, 'expireSessions' | 'stop'>> {
  let server = await start();
  return {
    async expireSessions() {
      await server.stop();
      await forget();
      server = await start();
    },
    stop: () => server.stop(),
  };
}

/**
 * Runs a command of an application to its end, as to fill its database.
 * @throws Error with its last words when it fails
 */
export async function runCommand(
  program: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<void> {
  const result = await run(program, args, { cwd, env: { ...process.env, ...env }, timeoutMs: START_TIMEOUT_MS });
  if (!result.ok) throw new Error(`${program}: ${result.why}.\n${result.output.slice(-KEPT_OUTPUT)}`);
}

async function isReady(at: number | string): Promise<boolean> {
  if (typeof at === 'string') return existsSync(at);
  return fetch(`http://127.0.0.1:${at}/`, { redirect: 'manual' }).then(
    () => true,
    () => false,
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  process.kill(-child.pid, 'SIGTERM');
  const late = setTimeout(() => process.kill(-(child.pid as number), 'SIGKILL'), 10_000);
  await exited;
  clearTimeout(late);
}
