import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Clock ticks a second, as Linux counts the time of processes. */
const TICKS_PER_SECOND = 100;
const SAMPLE_MS = 100;

interface Process {
  readonly parent: string;
  readonly seconds: number;
}

/** What a process is, by its command line. */
function kindOf(commandLine: string): string {
  const role = /--type=([a-z-]+)/.exec(commandLine)?.[1];
  const service = /--utility-sub-type=([a-z]+)/.exec(commandLine)?.[1];
  if (role !== undefined) return `chromium: ${service ?? role}`;
  if (/--remote-debugging-(?:pipe|port)/.test(commandLine)) return 'chromium: browser';
  return /(\w+)\.js\b/.exec(commandLine)?.[1] ?? (/temporal/.test(commandLine) ? 'temporal' : 'other');
}

async function read(pid: string): Promise<Process | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // The name of the program may hold spaces and parentheses: fields are counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { parent: fields[1]!, seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND };
}

/** CPU time of this process and of all that it has started, by kind, of those that end meanwhile as well. Linux only. */
export class CpuMeter {
  readonly #kinds = new Map([[String(process.pid), 'this bench and its sites']]);
  readonly #first = new Map<string, number>();
  readonly #last = new Map<string, number>();
  #running = true;
  #loop: Promise<void> = Promise.resolve();

  async start(): Promise<void> {
    await this.#sample();
    for (const [pid, seconds] of this.#last) this.#first.set(pid, seconds);
    this.#loop = (async () => {
      while (this.#running) {
        await sleep(SAMPLE_MS);
        await this.#sample();
      }
    })();
  }

  /** @returns seconds of CPU since the start, the largest first */
  async stop(): Promise<[kind: string, seconds: number][]> {
    this.#running = false;
    await this.#loop;
    const sums = new Map<string, number>();
    for (const [pid, seconds] of this.#last) {
      const kind = this.#kinds.get(pid)!;
      sums.set(kind, (sums.get(kind) ?? 0) + seconds - (this.#first.get(pid) ?? 0));
    }
    return [...sums].filter(([, seconds]) => seconds > 0).toSorted(([, a], [, b]) => b - a);
  }

  async #sample(): Promise<void> {
    // Parents have the lower numbers, but for those that came after the numbers began anew: these are found by the next sample.
    const pids = (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .toSorted((a, b) => Number(a) - Number(b));
    for (const pid of pids) {
      const seen = await read(pid);
      if (seen === undefined || (!this.#kinds.has(pid) && !this.#kinds.has(seen.parent))) continue;
      if (!this.#kinds.has(pid)) {
        const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
        this.#kinds.set(pid, kindOf(line.replaceAll('\0', ' ')));
      }
      this.#last.set(pid, seen.seconds);
    }
  }
}
