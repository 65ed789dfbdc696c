import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {object} Process
 * @property {number} pid
 * @property {number} parent
 * @property {string} folder where it keeps temporary files (TMPDIR), as its environment said when it started; empty where nothing did
 */

const LINUX = process.platform === 'linux';
const PAUSE_MS = 50;
const MAX_ROUNDS = 200;

/** All processes of this machine that run; one that has ended and that nobody has collected yet runs no more. */
function allProcesses() {
  return LINUX ? processesOfLinux() : processesOfPs();
}

/** @returns {Process[]} */
function processesOfLinux() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const parent = parentOnLinux(Number(name));
      return parent === null ? [] : [{ pid: Number(name), parent, folder: folderIn(`\0${readProc(name, 'environ')}`) }];
    });
}

/** @returns {Process[]} */
function processesOfPs() {
  const { stdout } = spawnSync('ps', ['-axEww', '-o', 'pid=,ppid=,state=,command='], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, state, command = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s(.*)$/.exec(line) ?? [];
    if (pid === undefined || state?.startsWith('Z')) return [];
    return [{ pid: Number(pid), parent: Number(parent), folder: folderIn(command.replaceAll(' ', '\0')) }];
  });
}

/** @param {string} environment */
const folderIn = (environment) => /\0TMPDIR=([^\0]*)/.exec(environment)?.[1] ?? '';

/**
 * @param {string} pid
 * @param {string} name
 */
function readProc(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    // It has ended meanwhile, or is somebody else's.
    return '';
  }
}

/**
 * @param {number} pid
 * @returns {number | null} null when it does not run
 */
function parentOnLinux(pid) {
  // The name in brackets may hold anything, brackets too.
  const [state, parent] = readProc(String(pid), 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  return state === undefined || parent === undefined || /[ZX]/.test(state) ? null : Number(parent);
}

/** @param {number} pid */
export function isRunning(pid) {
  if (LINUX) return parentOnLinux(pid) !== null;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * npm and its shell, where it has started this process: whoever ends them by force means what they were asked for, which does not hear of it.
 *
 * @returns {number[]}
 */
export function callers() {
  if (process.env.npm_lifecycle_event === undefined) return [];
  const { ppid } = process;
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(ppid)], { encoding: 'utf8' });
  const [, parent, shell] = /^\s*(\d+)\s+(?:.*\/)?(\w*sh)?\s*$/m.exec(stdout ?? '') ?? [];
  return shell === undefined ? [ppid] : [ppid, Number(parent)];
}

/**
 * Processes that keep their temporary files in a folder, because whoever started them was told to, and all that these have started.
 *
 * @param {string} folder
 * @returns {number[]} never this process
 */
export function processesIn(folder) {
  const all = allProcesses();
  const found = new Set(
    all.filter((one) => one.folder === folder || one.folder.startsWith(`${folder}/`)).map(({ pid }) => pid),
  );
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  found.delete(process.pid);
  return [...found];
}

/**
 * Ends all processes of a folder by force: what they still had to do is of no use to anybody.
 *
 * @param {string} folder
 */
export async function endProcessesIn(folder) {
  // Again and again: one that was being started is seen only in the next round.
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const pids = processesIn(folder);
    if (pids.length === 0) return;
    for (const pid of pids) kill(pid);
    await sleep(PAUSE_MS);
  }
}

/** @param {number} pid */
function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
