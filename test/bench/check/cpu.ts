import { readdir, readFile } from 'node:fs/promises';

/** Of the kernel's clock ticks, for /proc/PID/stat (proc(5)). */
const TICK_MS = 10;

interface Stat {
  readonly parent: number;
  readonly ms: number;
}

async function statOf(pid: string): Promise<readonly [number, Stat] | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // Its own time, and that of children that have ended.
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return [Number(pid), { parent: Number(fields[1]), ms: ticks * TICK_MS }];
}

/** CPU time of all that this process has started but one, in ms. */
async function ofChildren(left: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = new Map((await Promise.all(pids.map(statOf))).filter((stat) => stat !== null));
  const isOurs = (pid: number): boolean => {
    const parent = stats.get(pid)?.parent;
    return parent !== undefined && pid !== left && (parent === process.pid || isOurs(parent));
  };
  return [...stats].reduce((sum, [pid, { ms }]) => sum + (isOurs(pid) ? ms : 0), 0);
}

/**
 * CPU time of a piece of work, in ms: of this process with all its threads, and of what it has started. Linux.
 * @param left process id of what it has started and that is no part of the work
 */
export async function cpuOf(work: () => Promise<void>, left: number): Promise<{ own: number; started: number }> {
  const before = await ofChildren(left);
  const begun = process.cpuUsage();
  await work();
  // First: to read what the children have used costs as well.
  const { user, system } = process.cpuUsage(begun);
  return { own: (user + system) / 1000, started: (await ofChildren(left)) - before };
}
