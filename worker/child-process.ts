import { type ChildProcess, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { builtFile } from './built-file.js';
import { processesNaming } from './command-lines.js';

/** Messages to the watcher (`watcher-process.ts`). */
export type WatcherOrder =
  | { readonly watch: number; readonly graceMs: number }
  | { readonly forget: number }
  | { readonly watchFolder: string }
  | { readonly forgetFolder: string };

/** Sent again to a watcher that replaces another one. */
const standing = new Map<number | string, WatcherOrder>();
let watcher: ChildProcess | null = null;

/** The watcher of this process. It outlives this process: however this one ends, even by kill -9, the channel between the two closes. */
function startWatcher(): ChildProcess {
  const child = fork(builtFile('worker', 'watcher-process.js'), {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
    cwd: '/',
    // It needs no more of the environment, which can hold secrets.
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
 * Makes a child end when this process has ended, however it ended: with SIGTERM, and SIGKILL when that does not help. Children end one
 * after the other, the last started first.
 * @param child started with `detached: true`: it leads a process group, which ends with it
 * @param graceMs how long it may take to end after SIGTERM, in milliseconds
 */
export function endWithThisProcess(child: ChildProcess, graceMs = 5_000): void {
  const { pid } = child;
  if (pid === undefined) return;
  begin(pid, { watch: pid, graceMs });
  child.once('exit', () => end(pid, { forget: pid }));
}

/**
 * Removes a folder when this process has ended, however it ended, and kills each process whose command line names the folder.
 * @returns a function that does the same at once
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
      // It has ended since it was looked up.
    }
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
