import { spawnSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const commandLine = (pid: number): string =>
  spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';

async function commandLineOf(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  } catch {
    return commandLine(pid);
  }
}

/** Remembers a process, so that a stack that starts after a crash can end it. */
export const rememberProcess = (file: string, pid: number): Promise<void> =>
  writeFile(file, String(pid), { mode: 0o600 });

/**
 * Ends a process that a killed stack has left behind. Only when its command line names `mark`: ids are used again.
 */
export async function endLeftover(file: string, mark: string): Promise<void> {
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 1) return;
  for (let tries = 0; (await commandLineOf(pid)).includes(mark) && tries < 60; tries += 1) {
    process.kill(pid, tries === 0 ? 'SIGTERM' : tries === 40 ? 'SIGKILL' : 0);
    await sleep(100);
  }
  await rm(file, { force: true });
}
