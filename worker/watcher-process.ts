/**
 * Outlives the process that started it and cleans up after it: `node watcher-process.js`. Learns what there is to end on the channel
 * between the two (see `child-process.ts`), and acts when the channel closes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { removeFolder, type WatcherOrder } from './child-process.js';

const POLL_MS = 50;

const graceOf = new Map<number, number>();
const folders = new Set<string>();

process.on('message', (order: WatcherOrder) => {
  if ('watch' in order) graceOf.set(order.watch, order.graceMs);
  if ('forget' in order) graceOf.delete(order.forget);
  if ('watchFolder' in order) folders.add(order.watchFolder);
  if ('forgetFolder' in order) folders.delete(order.forgetFolder);
});

/** @returns whether there is such a group */
function signalGroup(leader: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, name);
    return true;
  } catch {
    return false;
  }
}

async function endGroup(leader: number, graceMs: number): Promise<void> {
  const until = Date.now() + graceMs;
  signalGroup(leader, 'SIGTERM');
  while (signalGroup(leader, 0) && Date.now() < until) await sleep(POLL_MS);
  signalGroup(leader, 'SIGKILL');
}

process.once('disconnect', async () => {
  for (const [leader, graceMs] of [...graceOf].reverse()) await endGroup(leader, graceMs);
  for (const folder of folders) await removeFolder(folder).catch(() => undefined);
  process.exit();
});
