// Watches over a run of tests from outside of it, in a process group of its own, so that nothing that ends the run ends this too:
// `node watch.mjs FOLDER PID...`. When the pipe to its standard input closes or one of the processes is gone, everything that keeps
// its temporary files in the folder is ended, and the folder removed. So is each folder in it that is named after a process, with that process.
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcessesIn, isRunning } from './processes.mjs';

const LOOK_MS = 500;

const [folder = '', ...owners] = process.argv.slice(2);
const over = new AbortController();
for (const event of ['end', 'error']) process.stdin.on(event, () => over.abort());
process.stdin.resume();

while (!over.signal.aborted && owners.every((pid) => isRunning(Number(pid)))) {
  for (const name of endedIn(folder)) await clear(join(folder, name));
  await sleep(LOOK_MS, undefined, { signal: over.signal }).catch(() => undefined);
}
await clear(folder);
// Standard input may still be open.
process.exit(0);

/** @param {string} path */
function endedIn(path) {
  try {
    return readdirSync(path).filter((name) => /^\d+$/.test(name) && !isRunning(Number(name)));
  } catch {
    return [];
  }
}

/** @param {string} path */
async function clear(path) {
  await endProcessesIn(path);
  await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
