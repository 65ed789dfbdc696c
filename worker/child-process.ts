import { type ChildProcess, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { builtFile } from './built-file.js';
import { processesNaming } from './command-lines.js';

/** What the watcher (`watcher-process.ts`) is told. */
export type WatcherOrder =
  | { readonly watch: number; readonly graceMs: number }
  | { readonly forget: number }
  | { readonly watchFolder: string }
  | { readonly forgetFolder: string };

/** Told again to a watcher that takes another one's place. */
const standing = new Map<number | string, WatcherOrder>();
let watcher: ChildProcess | null = null;

/** One for this process, which it outlives: whatever ends this process, kill -9 too, closes the channel between the two. */
function startWatcher(): ChildProcess {
  const child = fork(builtFile('worker', 'watcher-process.js'), {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
    cwd: '/',
    // Where it lives longest, nothing of the environment is needed.
    env: { PATH: process.env.PATH },
  });
  child.on('error', () => undefined);
  child.once('exit', () => {
    watcher = null;
    if (standing.size > 0) watcher = startWatcher();
  });
  for (const order of standing.values()) child.send(order);
  child.unref();
  child.channel?.unref();
  return child;
}

function begin(key: number | string, order: WatcherOrder): void {
  standing.set(key, order);
  if (watcher === null) watcher = startWatcher();
  else watcher.send(order);
}

function end(key: number | string, order: WatcherOrder): void {
  standing.delete(key);
  watcher?.send(order);
}

/**
 * Makes a child end when this process has ended, in whatever way: with SIGTERM, and SIGKILL when that does not help. Those that were
 * started last end first, one after the other.
 * @param child started with `detached: true`: it leads a process group, which ends with it
 * @param graceMs how long it may take to end in order, in milliseconds
 */
export function endWithThisProcess(child: ChildProcess, graceMs = 5_000): void {
  const { pid } = child;
  if (pid === undefined) return;
  begin(pid, { watch: pid, graceMs });
  child.once('exit', () => end(pid, { forget: pid }));
}

/**
 * Makes a folder go when this process has ended, in whatever way, and with it each process whose command line names the folder.
 * @returns does the same at once
 */
export function removeWithThisProcess(folder: string): () => Promise<void> {
  begin(folder, { watchFolder: folder });
  return async () => {
    await removeFolder(folder);
    end(folder, { forgetFolder: folder });
  };
}

/** Removes a folder; processes that name it (a Chromium and its profile) are killed first, or they would write in it again. */
export async function removeFolder(folder: string): Promise<void> {
  for (const pid of await processesNaming(folder)) {
    try {
      if (pid !== process.pid) process.kill(pid, 'SIGKILL');
    } catch {
      // Gone by itself since it was looked for.
    }
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
