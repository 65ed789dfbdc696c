import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TimelineEvent } from '../../../contract/invocation/invocation.js';
import { SAMPLE_USER } from '../../sites/sample.js';
import { codeWaits, type Mark, type Timed, timed } from './parts.js';

const TIMELINE_MARKS: readonly string[] = ['started', 'opened', 'saving', 'saved', 'ended'];

/** Gives the command in a new state folder, watches what it says until the first login has ended, and stops it. */
export async function timedStart(): Promise<Timed> {
  const stateDir = await mkdtemp(join(tmpdir(), 'agent-auth-bench-'));
  const args = ['--once', '--json', '--state-dir', stateDir, '--answer', `password=${SAMPLE_USER.password}`];
  const begin = Date.now();
  const demo = spawn('npm', ['start', '--silent', '--', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const exited = once(demo, 'exit');
  const marks = new Map<Mark, number>();
  const timeline: TimelineEvent[] = [];

  createInterface({ input: demo.stderr }).on('line', (line) => {
    if (line.startsWith('set-up: ready')) marks.set('set up', Date.now());
  });
  for await (const line of createInterface({ input: demo.stdout })) {
    const said = JSON.parse(line) as TimelineEvent & { readonly error?: { readonly code: string } };
    if (said.error) throw new Error(`The demo failed: ${said.error.code}.`);
    if ((said.event as string) === 'ready') marks.set('ready', Date.now());
    if (!said.at || marks.has('ended')) continue;
    timeline.push(said);
    // What is seen last counts: a page can be opened again.
    if (TIMELINE_MARKS.includes(said.event)) marks.set(said.event as Mark, Date.parse(said.at));
    if (said.event === 'ended') break;
  }
  const result = timed(begin, marks, codeWaits(timeline));
  demo.stdout.resume();
  // To all of its processes, as Ctrl-C on a terminal does.
  process.kill(-demo.pid!, 'SIGINT');
  await exited;
  await rm(stateDir, { recursive: true, force: true });
  return result;
}
