/**
 * `npm run bench:polling [-- SECONDS]`: what it costs that somebody polls a login which waits for a person (every 2 seconds, for 5 minutes
 * unless said otherwise, in real time), in actions as Temporal counts them; and whether 200 who poll delay the answer.
 */
import { setMaxListeners } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDevServer } from '../../worker/dev-server.js';
import { needTool } from '../../worker/need-tool.js';
import { SAMPLE_USER } from '../sites/sample.js';
import { startTestStack, type TestStack } from '../support/stack.js';
import { readActions, since, total } from './polling/actions.js';

const POLL_MS = 2_000;
const POLLERS = 200;
const SUBMITS = 3;
const MAX_ACTIONS = 16;
const seconds = Number(process.argv[2] ?? 300);

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

interface Bench {
  readonly stack: TestStack;
  readonly key: string;
  readonly metricsUrl: string;
}

/** Asks the server as a client with an access key does. */
async function ask({ stack, key }: Bench, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${stack.stack.file.http_url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>;
}

/** Path of a login that waits for the password. */
async function waitingLogin({ stack }: Bench, profile_name: string): Promise<string> {
  const { auth } = stack.auth.agents;
  const agent = await auth.create({ domain: stack.domain, profile_name, credential_name: 'partial' });
  const { invocation_id } = await auth.invocations.create({ auth_agent_id: agent.id });
  for await (const { step } of auth.invocations.follow(invocation_id)) if (step === 'awaiting_input') break;
  return `/agents/auth/invocations/${invocation_id}`;
}

async function poll(bench: Bench, path: string, signal: AbortSignal): Promise<number> {
  let polls = 0;
  for (; !signal.aborted; polls += 1) {
    await ask(bench, path);
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
  return polls;
}

async function costOfWaiting(bench: Bench): Promise<boolean> {
  const path = await waitingLogin(bench, 'cost');
  // What the login itself still does, and what closing the page costs, is not polling.
  await sleep(5_000);
  const before = await readActions(bench.metricsUrl);
  const polls = await poll(bench, path, AbortSignal.timeout(seconds * 1000));
  const actions = since(before, await readActions(bench.metricsUrl));
  console.log(`${polls} polls in ${seconds} s: ${total(actions)} actions (at most ${MAX_ACTIONS} in 300 s)`);
  for (const [kind, count] of Object.entries(actions)) console.log(`  ${count} ${kind}`);
  return total(actions) <= MAX_ACTIONS;
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

async function submitMs(bench: Bench, pollers: number): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < SUBMITS; at += 1) {
    const path = await waitingLogin(bench, `submit-${pollers}-${at}`);
    const stop = new AbortController();
    setMaxListeners(pollers, stop.signal);
    const polling = Array.from({ length: pollers }, async (_, index) => {
      // Spread as independent clients are.
      await sleep((index * POLL_MS) / pollers);
      return poll(bench, path, stop.signal);
    });
    await sleep(2 * POLL_MS);
    const startedAt = performance.now();
    await ask(bench, `${path}/submit`, { field_values: { password: SAMPLE_USER.password } });
    times.push(performance.now() - startedAt);
    stop.abort();
    await Promise.all(polling);
  }
  return median(times);
}

async function run(bench: Bench): Promise<boolean> {
  await bench.stack.auth.credentials.create({
    name: 'partial',
    domain: bench.stack.domain,
    values: { email: SAMPLE_USER.email },
    totp_secret: SAMPLE_USER.totpSecret,
  });
  const cheap = await costOfWaiting(bench);
  const [alone, crowded] = [await submitMs(bench, 0), await submitMs(bench, POLLERS)];
  console.log(
    `submit: ${alone.toFixed(0)} ms alone, ${crowded.toFixed(0)} ms while ${POLLERS} clients poll (median of ${SUBMITS})`,
  );
  return cheap;
}

const dir = await mkdtemp(join(tmpdir(), 'agent-auth-polling-'));
const metricsPort = await freePort();
const temporal = await startDevServer((await needTool('temporal')).path, dir, {
  port: 0,
  extraArgs: ['--metrics-port', String(metricsPort)],
});
process.env.TEMPORAL_ADDRESS = temporal.address;
try {
  const stack = await startTestStack();
  const key = (await readFile(stack.stack.file.access_key_file, 'utf8')).trim();
  const cheap = await run({ stack, key, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics` });
  await stack.stop();
  if (!cheap) process.exitCode = 1;
} finally {
  temporal.process.kill('SIGTERM');
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
}
