import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockFolder } from '../../activities/vault/index.js';
import { processesIn } from '../../scripts/test/guard/processes.mjs';

/** Who has watched over the processes of a stack ends right after them. */
const WATCHER_MS = 5_000;

export interface Interruption {
  /** Program and arguments; `STATE` stands for the state folder. */
  readonly command: readonly string[];
  /** Milliseconds after the start, or what it has said by then. */
  readonly at: number | string;
  /** The first at that moment, each other one so many ms after the one before. */
  readonly signals: readonly (readonly [NodeJS.Signals, afterMs: number])[];
  /** As Ctrl-C in a terminal does, or as a process manager. */
  readonly to: 'group' | 'process';
}

export interface Left {
  readonly code: number | null;
  readonly said: string;
  /** Processes that still run. */
  readonly processes: readonly number[];
  /** Temporary files. */
  readonly files: readonly string[];
  /** Locks that somebody holds. */
  readonly locks: readonly string[];
  /** What says that a stack runs. */
  readonly stackFile: boolean;
}

export const NOTHING = { processes: [], files: [], locks: [], stackFile: false } as const;

async function heldLocks(stateDir: string): Promise<string[]> {
  const held: string[] = [];
  for (const name of ['up.lock', 'vault.lock']) {
    const unlock = await lockFolder(join(stateDir, name)).catch(() => null);
    if (unlock === null) held.push(name);
    else await unlock();
  }
  return held;
}

/** Starts a stack, signals it, waits for its end, and looks for what is left. */
export async function interrupt({ command, at, signals, to }: Interruption): Promise<Left> {
  const root = await mkdtemp(join(tmpdir(), 'agent-auth-signals-'));
  const [stateDir, temporary] = [join(root, 'state'), join(root, 'tmp')];
  await mkdir(temporary);
  await mkdir(stateDir, { mode: 0o700 });
  const { TEMPORAL_ADDRESS: _, AGENT_AUTH_DATABASE_URL: __, ...env } = process.env;
  const [program = '', ...args] = command.map((part) => part.replace('STATE', stateDir));
  const child = spawn(program, args, {
    env: { ...env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  try {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    const exit = once(child, 'exit') as Promise<[number | null]>;
    const isHere = (): boolean => child.exitCode === null && child.signalCode === null;
    if (typeof at === 'number') await Promise.race([sleep(at), exit]);
    else while (!said.includes(at) && isHere()) await sleep(10);
    for (const [name, afterMs] of signals) {
      await sleep(afterMs);
      if (isHere()) process.kill(to === 'group' ? -child.pid! : child.pid!, name);
    }
    const [code] = await exit;
    const until = Date.now() + WATCHER_MS;
    while (processesIn(temporary).length > 0 && Date.now() < until) await sleep(50);
    return {
      code,
      said,
      processes: processesIn(temporary),
      // Node's own, of a program that is ended outright.
      files: (await readdir(temporary)).filter((name) => !name.startsWith('node-compile-cache')),
      locks: await heldLocks(stateDir),
      stackFile: (await readdir(stateDir)).includes('stack.json'),
    };
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 10 });
  }
}
