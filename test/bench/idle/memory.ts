import { readFile } from 'node:fs/promises';

/** Memory that a process holds, in MB: what it shares with others is spread over them. Linux. */
async function heldBy(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1]) / 1024;
}

/** By the name of the part. */
export type Memory = Readonly<Record<string, number>>;

export async function memoryOf(pids: Readonly<Record<string, number>>): Promise<Memory> {
  const held = async ([name, pid]: [string, number]) => [name, await heldBy(pid)] as const;
  return Object.fromEntries(await Promise.all(Object.entries(pids).map(held)));
}

export const sumOf = (memory: Memory): number => Object.values(memory).reduce((sum, mb) => sum + mb, 0);
