import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Clock ticks a second, as Linux counts the time of processes. */
const TICKS_PER_SECOND = 100;
const SAMPLE_MS = 100;

interface Process {
  readonly parent: string;
  readonly seconds: number;
}

/** What the processes of one kind have spent. */
export interface Spent {
  readonly kind: string;
  /** Of CPU time. */
  readonly seconds: number;
  /** How many of them were started meanwhile. */
  readonly started: number;
}

/** What a process is, by its command line. */
function kindOf(commandLine: string): string {
  const role = /--type=([a-z-]+)/.exec(commandLine)?.[1];
  const service = /--utility-sub-type=([a-z]+)/.exec(commandLine)?.[1];
  if (role !== undefined) return `chromium: ${service ?? role}`;
  if (/--remote-debugging-(?:pipe|port)/.test(commandLine)) return 'chromium: browser';
  return /([\w-]+)\.js\b/.exec(commandLine)?.[1] ?? (/temporal/.test(commandLine) ? 'temporal' : 'other');
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process has ended.
    return undefined;
  }
}

function read(pid: string): Process | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name of the program may hold spaces and parentheses: fields are counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { parent: fields[1]!, seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND };
}

/**
 * CPU time of this process and of all that it has started, by kind, of those that end meanwhile as well. Linux only. Its own work counts as this process's: it
 * reads no more than it has to, and without promises, whose garbage would cost more than the reading.
 */
export class CpuMeter {
  readonly #kinds = new Map([[String(process.pid), 'this bench and its sites']]);
  /** Processes of others: they are not looked at again. */
  readonly #others = new Set<string>();
  readonly #first = new Map<string, number>();
  readonly #last = new Map<string, number>();
  #running = true;
  #loop: Promise<void> = Promise.resolve();

  async start(): Promise<void> {
    this.#sample();
    for (const [pid, seconds] of this.#last) this.#first.set(pid, seconds);
    this.#loop = (async () => {
      while (this.#running) {
        await sleep(SAMPLE_MS);
        this.#sample();
      }
    })();
  }

  /** @returns what was spent since the start, the largest first */
  async stop(): Promise<Spent[]> {
    this.#running = false;
    await this.#loop;
    const kinds = new Map<string, Spent>();
    for (const [pid, seconds] of this.#last) {
      const kind = this.#kinds.get(pid)!;
      const known = kinds.get(kind) ?? { kind, seconds: 0, started: 0 };
      const before = this.#first.get(pid);
      kinds.set(kind, {
        kind,
        seconds: known.seconds + seconds - (before ?? 0),
        started: known.started + Number(before === undefined),
      });
    }
    return [...kinds.values()].filter(({ seconds }) => seconds > 0).toSorted((a, b) => b.seconds - a.seconds);
  }

  #sample(): void {
    // Parents have the lower numbers, but for those that came after the numbers began anew.
    const pids = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && !this.#others.has(name))
      .toSorted((a, b) => Number(a) - Number(b));
    for (const pid of pids) {
      const seen = read(pid);
      if (seen === undefined) continue;
      if (!this.#kinds.has(pid)) {
        if (!this.#kinds.has(seen.parent)) {
          this.#others.add(pid);
          continue;
        }
        this.#kinds.set(pid, kindOf((textOf(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ')));
      }
      this.#last.set(pid, seen.seconds);
    }
  }
}
