/**
 * `npm run dev`: the stack with the sample site and Temporal's UI, built and started again whenever a source changes. What stands
 * behind `--` goes to `agent-auth up`. Ctrl-C ends it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, buildIsStale, ROOMS } from './build.mjs';
import { devLoop } from './dev/loop.mjs';
import { withProjectLock } from './setup/project-lock.mjs';
import { setUp } from './setup.mjs';

const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));
/** Editors and version control change several files in one go. */
const SETTLE_MS = 200;
/** `agent-auth up` lets steps in progress end, for 40 seconds at most. */
const GRACE_MS = 45_000;

/** @param {string} line */
const say = (line) => console.error(`dev: ${line}`);

/** @returns {Promise<'built' | 'same' | 'failed'>} */
async function rebuild() {
  if (!buildIsStale(PROJECT)) return 'same';
  const problem = await withProjectLock(PROJECT, say, () => build(PROJECT, say));
  if (problem === null) return 'built';
  say(`${problem}\nThe stack stays as it was.`);
  return 'failed';
}

function start() {
  const args = ['up', '--sample', '--ui', ...process.argv.slice(2)];
  // In a group of its own: a Ctrl-C in the terminal is for us, and we tell it to stop.
  const up = spawn(process.execPath, [join(PROJECT, 'dist', 'cli', 'main.js'), ...args], {
    stdio: 'inherit',
    detached: true,
  });
  endWithThisProcess(up, GRACE_MS);
  const ended = once(up, 'exit');
  let isStopping = false;
  void ended.then(() => {
    if (!isStopping) say('the stack has ended; it is started again with the next change');
  });
  return {
    async stop() {
      isStopping = true;
      if (up.exitCode === null && up.signalCode === null) up.kill('SIGTERM');
      await ended;
    },
  };
}

if (!(await setUp())) process.exit(1);
// Built by the set-up: there is no such file, nor its types, before.
const { endWithThisProcess } = await import(new URL('../dist/worker/child-process.js', import.meta.url).href);
const loop = devLoop({ rebuild, start });

/** @type {NodeJS.Timeout | undefined} */
let settling;
const watchers = ROOMS.map((room) =>
  watch(join(PROJECT, room), { recursive: true }, () => {
    clearTimeout(settling);
    settling = setTimeout(loop.changed, SETTLE_MS);
  }),
);

let isEnding = false;
async function end() {
  if (isEnding) return;
  isEnding = true;
  clearTimeout(settling);
  for (const watcher of watchers) watcher.close();
  await loop.stop();
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end());
