import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { PINNED, sha256 } from '../../../worker/tools/pinned.js';
import type { Context } from '../../../worker/tools/types.js';

type Run = Context['run'];
export type RunResult = Awaited<ReturnType<Run>>;

/** Files of these tests that stand for the right program say `program`, whatever they are called. */
const pinnedOf = (path: string): string =>
  Object.entries(PINNED).find(([name]) => name === basename(path) || name.startsWith(`${basename(path)}-1`))?.[1][
    'linux-x64'
  ] ?? '';

/** A machine with nothing on it and no network; each test adds what it needs. */
export interface Machine extends Context {
  folder: string;
  said: string[];
  /** The programs that were started, with their arguments, in order. */
  ran: string[][];
}

export function bareMachine(overrides: Partial<Context> = {}): Machine {
  const folder = mkdtempSync(join(tmpdir(), 'agent-auth-machine-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const said: string[] = [];
  const ran: string[][] = [];
  const { run = notThere, ...others } = overrides;
  return {
    folder,
    said,
    ran,
    env: { PATH: join(folder, 'bin') },
    platform: 'linux',
    arch: 'x64',
    home: folder,
    isRoot: false,
    cache: join(folder, 'cache'),
    run: (program, args, options) => {
      ran.push([program, ...args]);
      return run(program, args, options);
    },
    fetch: () => Promise.reject(new Error('no network')),
    hash: async (path) => (readFileSync(path, 'utf8') === 'program' ? pinnedOf(path) : sha256(path)),
    say: (line) => said.push(line),
    ...others,
  };
}

export const notThere: Run = (program) => Promise.resolve({ ok: false, why: `spawn ${program} ENOENT`, output: '' });
export const prints = (output: string): RunResult => ({ ok: true, output });
export const fails = (why: string): RunResult => ({ ok: false, why, output: '' });

/** Puts a file onto the machine and answers its path. */
export function put(machine: Machine, ...path: string[]): string {
  const file = join(machine.folder, ...path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'program');
  return file;
}
