import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

interface Running {
  readonly pid: number;
  /** Program and arguments. */
  readonly commandLine: string;
}

const run = promisify(execFile);

/** From /proc where there is one, because small containers have no `ps`. */
async function fromProc(): Promise<Running[] | null> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.map(Number).filter((pid) => pid > 0);
  if (pids.length === 0) return null;
  return Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return { pid, commandLine: text.replaceAll('\0', ' ') };
    }),
  );
}

async function fromPs(): Promise<Running[]> {
  const { stdout } = await run('ps', ['-Aww', '-o', 'pid=,args='], { maxBuffer: 16 * 1024 * 1024 });
  return stdout.split('\n').map((line) => {
    const [, pid = '', commandLine = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return { pid: Number(pid), commandLine };
  });
}

/** Ids of the processes whose command line contains a text. An id alone does not identify a process, since ids are reused. */
export async function processesNaming(mark: string): Promise<number[]> {
  const all = (await fromProc()) ?? (await fromPs());
  return all.filter(({ pid, commandLine }) => pid > 1 && commandLine.includes(mark)).map(({ pid }) => pid);
}
