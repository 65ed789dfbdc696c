import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { builtFile } from '../../../worker/built-file.js';

export interface Program {
  readonly process: ChildProcess;
  /** What it printed when it was ready. */
  readonly ready: { readonly url: string };
  /** Lines of its log. */
  readonly log: readonly string[];
  /** SIGTERM. @returns the exit code */
  stop(): Promise<number | null>;
}

/** Starts `agent-auth worker` or `agent-auth server` in a process of its own, and waits until it is ready. */
export async function startProgram(name: 'worker' | 'server', env: Readonly<Record<string, string>>): Promise<Program> {
  const child = spawn(process.execPath, [builtFile('cli', 'main.js'), name, '--json'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const log: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const ended = exit.then(() => {
    throw new Error(`agent-auth ${name} ended: ${log.join('\n')}`);
  });
  ended.catch(() => undefined);
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])) as [string];
  return {
    process: child,
    ready: JSON.parse(line),
    log,
    async stop() {
      child.kill('SIGTERM');
      return (await exit)[0];
    },
  };
}
