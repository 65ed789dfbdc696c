import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesNaming } from './command-lines.js';

const POLL_MS = 100;
/** How long an orphan may take to end after SIGTERM before it is killed. */
const TERM_POLLS = 40;
const MAX_POLLS = 60;

/** Writes down a process, so that a stack that starts after a crash can end it. */
export const rememberProcess = (file: string, pid: number): Promise<void> =>
  writeFile(file, String(pid), { mode: 0o600 });

/**
 * Ends a process that a killed stack has left behind, but only when its command line contains `mark`, since process ids are reused.
 */
export async function endOrphan(file: string, mark: string): Promise<void> {
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 1) return;
  for (let polls = 0; polls < MAX_POLLS && (await processesNaming(mark)).includes(pid); polls += 1) {
    if (polls === 0) signal(pid, 'SIGTERM');
    if (polls === TERM_POLLS) signal(pid, 'SIGKILL');
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
