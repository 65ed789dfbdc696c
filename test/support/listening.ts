import { readdir, readFile, readlink } from 'node:fs/promises';

export interface Listening {
  readonly port: number;
  readonly loopback: boolean;
}

const LOOPBACK = /^(?:[0-9A-F]{6}7F|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F)$/;
const IS_LISTENING = '0A';

async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

/** These processes and all that they have started. */
async function withChildren(pids: readonly number[]): Promise<number[]> {
  const all = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const parents = new Map(await Promise.all(all.map(async (pid) => [pid, await parentOf(pid)] as const)));
  const isTheirs = (pid: number): boolean => pids.includes(pid) || (parents.has(pid) && isTheirs(parents.get(pid)!));
  return all.filter(isTheirs);
}

async function socketsOf(pid: number): Promise<string[]> {
  const names = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

/** TCP ports on which some processes and their children listen (Linux, proc(5)). */
export async function listeningPorts(pids: readonly number[]): Promise<Listening[]> {
  const own = new Set((await Promise.all((await withChildren(pids)).map(socketsOf))).flat());
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((table) => readFile(`/proc/net/${table}`, 'utf8').catch(() => '')),
  );
  return tables.flatMap((table) =>
    table.split('\n').flatMap((line) => {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      if (state !== IS_LISTENING || !own.has(inode)) return [];
      const [address = '', port = ''] = local.split(':');
      return [{ port: Number.parseInt(port, 16), loopback: LOOPBACK.test(address) }];
    }),
  );
}
