import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesNaming } from './command-lines.js';

const POLL_MS = 100;
/** How long an orphan may take to end after SIGTERM before it is killed. */
const TERM_POLLS = 40;
const MAX_POLLS = 60;

/** Of `randomUUID`. Anything shorter could stand in command lines of others. */
const MARK = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Writes down what stands in the command line of a process that is about to start, so that a stack that starts after a crash can end it. Not its
 * id: that is known after the start only, and ids are reused.
 */
export const rememberMark = (file: string, mark: string): Promise<void> => writeFile(file, mark, { mode: 0o600 });

/** Ends what a killed stack has left behind. */
export async function endOrphan(file: string): Promise<void> {
  const mark = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (!MARK.test(mark)) return;
  for (let polls = 0; polls < MAX_POLLS; polls += 1) {
    const pids = await processesNaming(mark);
    if (pids.length === 0) break;
    if (polls === 0) for (const pid of pids) signal(pid, 'SIGTERM');
    if (polls === TERM_POLLS) for (const pid of pids) signal(pid, 'SIGKILL');
    await sleep(POLL_MS);
  }
  await rm(file, { force: true });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended since it was looked up.
  }
}
