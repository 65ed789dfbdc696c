import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type StackFile, stackFilePath, stackFileSchema } from '../../contract/machine/stack-file.js';
import { builtFile } from '../../worker/built-file.js';
import { vaultEnvironment } from './postgres/stack-database.js';

export interface UpProcess {
  readonly process: ChildProcess;
  /** As it is now: process ids change when a part is started again. */
  file(): Promise<StackFile>;
  stop(): Promise<void>;
}

export interface UpOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Told all that the stack prints, on both outputs. */
  readonly onOutput?: (chunk: Buffer) => void;
}

/** A real `agent-auth up` in a process of its own. */
export async function startUp(
  stateDir: string,
  args: readonly string[] = [],
  options: UpOptions = {},
): Promise<UpProcess> {
  const { TEMPORAL_ADDRESS: _, ...inherited } = process.env;
  const env = { ...inherited, ...(await vaultEnvironment(stateDir)), ...options.env };
  const child = spawn(
    process.execPath,
    [builtFile('cli', 'main.js'), 'up', '--json', '--state-dir', stateDir, ...args],
    {
      env,
      stdio: ['ignore', 'pipe', options.onOutput ? 'pipe' : 'inherit'],
    },
  );
  if (options.onOutput) for (const stream of [child.stdout!, child.stderr!]) stream.on('data', options.onOutput);
  const lines = createInterface({ input: child.stdout! });
  const failed = once(child, 'exit').then(() => {
    throw new Error('agent-auth up ended');
  });
  failed.catch(() => undefined);
  const [line] = (await Promise.race([once(lines, 'line'), failed])) as [string];
  if (JSON.parse(line).event !== 'ready') throw new Error('agent-auth up is not ready');
  child.stdout!.resume();
  return {
    process: child,
    file: async () => stackFileSchema.parse(JSON.parse(await readFile(stackFilePath(stateDir), 'utf8'))),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Kills processes outright, all in the same moment, and waits until they are gone. */
export async function killOutright(...pids: number[]): Promise<void> {
  for (const pid of pids) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  while (pids.some(isAlive)) await sleep(20);
}

/** Process ids of the direct children of a process. */
export const childrenOf = (pid: number): number[] =>
  spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    .stdout.split('\n')
    .map(Number)
    .filter((child) => child > 0);

/** Process ids of all that a process has started, and what those have started. */
export const descendantsOf = (pid: number): number[] =>
  childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
