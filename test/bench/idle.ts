import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { hashOf } from '../../activities/session-check/parts.js';
import type { Probe } from '../../activities/vault/probe.js';
import { listenOnLoopback } from '../sites/sample/listen.js';
import { startTestStack } from '../support/stack.js';
import { makeAgents } from './idle/make-agents.js';
import { type Memory, memoryOf, sumOf } from './idle/memory.js';
import { CpuMeter, type Spent } from './throughput/cpu.js';

/**
 * `npm run bench:idle [-- AGENTS [SECONDS]]`: what agents cost that are left alone, beyond a stack with one of them. Nothing is made faster: sessions were
 * proven in the course of the last hour and are looked at each hour, so that in any minute a sixtieth of the looks is due. What is written beforehand is the
 * vault alone; the stack starts the agents' workflows itself, as after the loss of Temporal's records. Looks are real requests to a site on loopback.
 */
const MOST_CPU = 0.05;
const MOST_MB = 300;
/** Until what a start costs is over. */
const SETTLE_MS = 45_000;

interface Cost {
  /** Of one core. */
  readonly cpu: number;
  readonly memory: Memory;
  readonly looks: number;
  readonly kinds: readonly Spent[];
}

async function untilAllRun(client: Client, count: number): Promise<void> {
  for (;;) {
    const { count: running } = await client.workflow.count(
      `WorkflowType = 'authAgent' AND ExecutionStatus = 'Running'`,
    );
    if (running >= count) return;
    await sleep(1_000);
  }
}

async function costOf(count: number, seconds: number): Promise<Cost> {
  let looks = 0;
  const site = await listenOnLoopback((request, response) => {
    looks += 1;
    const isIn = request.headers.cookie?.includes('sid=ada') === true;
    response
      .writeHead(isIn ? 200 : 401, { 'content-type': 'text/html' })
      .end(isIn ? '<p>Ada Lovelace</p>' : '<p>?</p>');
  }, 0);
  const folder = await mkdtemp(join(tmpdir(), 'agent-auth-idle-'));
  const stateDir = join(folder, 'state');
  const domain = `localhost:${site.port}`;
  const probe: Probe = {
    request: { url: `http://${domain}/me`, type: 'document', values: [], marked: false },
    salt: 's',
    member: { status: 200, location: null, type: 'text/html', parts: [hashOf('s', 'Ada Lovelace')] },
    stranger: { status: 401, location: null, type: 'text/html', parts: [] },
  };
  try {
    await makeAgents(stateDir, domain, count, probe);
    const { stack, pids, stop } = await startTestStack({ stateDir });
    const connection = await Connection.connect({ address: stack.file.temporal_address });
    try {
      await untilAllRun(new Client({ connection, namespace: stack.file.namespace }), count);
      await sleep(SETTLE_MS);
      const before = looks;
      const meter = new CpuMeter();
      await meter.start();
      await sleep(seconds * 1000);
      const kinds = (await meter.stop()).filter(({ kind }) => kind !== 'this bench and its sites');
      const cpu = kinds.reduce((sum, { seconds: used }) => sum + used, 0) / seconds;
      const { up: _, ...parts } = await pids();
      return { cpu, memory: await memoryOf(parts), looks: looks - before, kinds };
    } finally {
      await connection.close();
      await stop();
    }
  } finally {
    await site.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const inWords = (memory: Memory): string => {
  const parts = Object.entries(memory).map(([name, mb]) => `${name} ${mb.toFixed(0)} MB`);
  return `${sumOf(memory).toFixed(0)} MB (${parts.join(', ')})`;
};
const percent = (part: number): string => `${(part * 100).toFixed(2)} %`;
const count = Number(process.argv[2] ?? 1_000);
const seconds = Number(process.argv[3] ?? 240);

if (Number.isInteger(count) && count > 1 && seconds > 0) {
  const [one, many] = [await costOf(1, seconds), await costOf(count, seconds)];
  for (const [name, { cpu, memory, looks, kinds }] of [
    ['1 agent', one],
    [`${count} agents`, many],
  ] as const) {
    const parts = kinds.map(({ kind, seconds: used }) => `${kind} ${used.toFixed(2)} s`).join(', ');
    console.log(
      `${name}, ${seconds} s: ${percent(cpu)} of one core (${parts}), ${inWords(memory)}, ${looks} requests to the site`,
    );
  }
  const more = { cpu: many.cpu - one.cpu, mb: sumOf(many.memory) - sumOf(one.memory) };
  console.log(`${count} agents beyond one: ${percent(more.cpu)} of one core (at most ${percent(MOST_CPU)})`);
  console.log(`${count} agents beyond one: ${more.mb.toFixed(0)} MB (at most ${MOST_MB})`);
  const expected = (count * seconds) / 3_600;
  console.log(`looks: ${many.looks}, with an interval of an hour ${expected.toFixed(0)} are to be expected`);
  if (more.cpu > MOST_CPU || more.mb > MOST_MB || many.looks < expected / 2) process.exitCode = 1;
} else {
  console.error('How many agents, and for how many seconds? Give whole numbers.');
  process.exitCode = 2;
}
