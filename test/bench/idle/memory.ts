import { readFile } from 'node:fs/promises';

/** Memory that a process holds, in MB: what it shares with others is spread over them. Linux. */
async function heldBy(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1]) / 1024;
}

export async function memoryOf(pids: readonly number[]): Promise<number> {
  return (await Promise.all(pids.map(heldBy))).reduce((sum, mb) => sum + mb, 0);
}
