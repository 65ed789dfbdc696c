import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentAuth, type AgentAuthInvocation } from '../../../client/index.js';
import { SAMPLE_USER, type SampleSite, startSampleSite } from '../../sites/sample.js';
import { listeningPorts } from '../../support/listening.js';
import { SAMPLE_TOTP } from '../../support/stack.js';
import { startTestTemporal, type TestTemporal } from '../../support/temporal.js';
import { call } from '../cli/call.js';
import { type GrpcProxy, PERMISSION_DENIED, startGrpcProxy, UNIMPLEMENTED } from './grpc-proxy.js';
import { type Program, startProgram } from './program.js';

const SERVICE = 'temporal.api.workflowservice.v1.WorkflowService/';
/** Long enough to stop a worker while it waits for the site. */
const SLOW_MS = 1_500;
const HOUR = 3_600;

let root: string;
let temporal: TestTemporal;
let proxy: GrpcProxy;
let env: Record<string, string>;
let worker: Program;
let server: Program;
let auth: AgentAuth;
let site: SampleSite;
const variant = { slowMs: 0 };

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'agent-auth-parts-'));
  temporal = await startTestTemporal();
  // As in Temporal Cloud: what only operators may call is not there.
  proxy = await startGrpcProxy(temporal.address, (method) => (method.startsWith(SERVICE) ? null : UNIMPLEMENTED));
  env = {
    TEMPORAL_ADDRESS: proxy.address,
    AGENT_AUTH_STATE_DIR: join(root, 'state'),
    AGENT_AUTH_WORKER_PORT: '0',
    AGENT_AUTH_HTTP_PORT: '0',
    AGENT_AUTH_LOG_LEVEL: 'info',
  };
  worker = await startProgram('worker', env);
  // On a machine without the vault: by its key alone.
  const key = await readFile(join(root, 'state', 'access-key'), 'utf8');
  server = await startProgram('server', {
    ...env,
    AGENT_AUTH_STATE_DIR: join(root, 'server'),
    AGENT_AUTH_ACCESS_KEY: key.trim(),
  });
  auth = await AgentAuth.connect({ address: proxy.address, access_key: key.trim() });
  const users = [{ ...SAMPLE_USER, totpPeriod: 10 }];
  site = await startSampleSite({ users, sessionSeconds: HOUR, variant });
  await auth.credentials.create({
    name: 'partial',
    domain: site.host,
    values: { email: SAMPLE_USER.email },
    totp_secret: SAMPLE_TOTP,
  });
});
afterAll(async () => {
  await auth?.close();
  await Promise.all([worker?.stop(), server?.stop()]);
  await site?.stop();
  proxy?.stop();
  await temporal?.stop();
  await rm(root, { recursive: true, force: true });
});

/** A login that asks for the password. @returns its id */
async function asking(profile_name: string): Promise<string> {
  const agent = await auth.agents.auth.create({ domain: site.host, profile_name, credential_name: 'partial' });
  const { invocation_id } = await auth.agents.auth.invocations.create({ auth_agent_id: agent.id });
  for await (const { step } of auth.agents.auth.invocations.follow(invocation_id))
    if (step === 'awaiting_input') return invocation_id;
  throw new Error('it ended without a question');
}

const give = (id: string): Promise<unknown> =>
  auth.agents.auth.invocations.submit(id, { field_values: { password: SAMPLE_USER.password } });

const ended = (id: string): Promise<AgentAuthInvocation> => auth.agents.auth.invocations.wait(id, { timeout: 90 });

async function get(url: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(url, { headers });
  return { status: response.status, text: await response.text() };
}

/** The status for a request by another name, which `fetch` does not make. */
const statusOf = (port: string, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/metrics', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });

/** The value of a metric, labels included in its name. */
async function metric({ ready }: Program, name: string): Promise<number | undefined> {
  const { text } = await get(`${ready.url}/metrics`);
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length));
}

/** What is counted is counted once in a few seconds. */
async function becomes(program: Program, name: string, value: number): Promise<void> {
  for (let seen: unknown = null; seen !== value; await sleep(seen === value ? 0 : 200))
    seen = await metric(program, name);
}

const refusedWith = async (name: 'worker' | 'server', change: Readonly<Record<string, string>>) => {
  const { code, lines, stderr } = await call(['cli', 'main.js'], [name, '--json'], { env: { ...env, ...change } });
  const { error } = lines.at(-1) as { error: { code: string; details: Record<string, unknown> } };
  // The same as a line of the log, for whoever collects that.
  expect(
    stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([{ error_code: error.code }]);
  return { exit: code, code: error.code, details: error.details };
};

describe('a worker and a server as programs of their own', () => {
  it('say how they are', async () => {
    expect(await get(`${worker.ready.url}/healthz`)).toMatchObject({ status: 200 });
    const seen = await get(`${worker.ready.url}/readyz`);
    expect({ ...seen, text: JSON.parse(seen.text) }).toEqual({
      status: 200,
      text: { temporal: true, vault: true, browser: true, task_queue: true, running: true },
    });
    const served = await get(`${server.ready.url}/readyz`);
    expect({ ...served, text: JSON.parse(served.text) }).toEqual({
      status: 200,
      text: { temporal: true, worker: true, vault: true },
    });
    expect(await metric(server, 'agent_auth_http_requests_total{route="/readyz",status="200"}')).toBe(1);
    for (const program of [worker, server])
      expect(await metric(program, 'process_start_time_seconds')).toBeGreaterThan(0);
  });

  it('listen on loopback alone', async () => {
    const ports = await listeningPorts([worker, server].map(({ process }) => process.pid!));
    expect(ports.map(({ port }) => port)).toEqual(
      expect.arrayContaining([worker, server].map(({ ready }) => Number(new URL(ready.url).port))),
    );
    expect(ports.filter(({ loopback }) => !loopback)).toEqual([]);
  });

  it('answer on the port of the worker by no other name, to no page, and to no other method', async () => {
    const { url } = worker.ready;
    const port = new URL(url).port;
    expect(await statusOf(port, 'evil.example')).toBe(421);
    expect(await get(`${url}/metrics`, { origin: 'https://evil.example' })).toMatchObject({ status: 403 });
    expect(await fetch(`${url}/metrics`, { method: 'POST' })).toMatchObject({ status: 405 });
    expect(await get(`${url}/`)).toMatchObject({ status: 404 });
  });

  it('log lines of JSON, and nothing else', () => {
    for (const { log } of [worker, server]) {
      expect(log.length).toBeGreaterThan(0);
      for (const line of log) expect(JSON.parse(line)).toMatchObject({ msg: expect.any(String) });
    }
  });
});

describe('a login through a deploy', () => {
  it('fails for nobody, and asks nobody twice', async () => {
    const [working, waiting] = [await asking('working'), await asking('waiting')];
    await becomes(worker, 'agent_auth_people_waited_for', 2);
    expect(await metric(worker, 'agent_auth_pages_used')).toBe(2);
    expect(await metric(worker, 'agent_auth_pages_free')).toBe(2);
    const before = site.counts().passwordSubmits;
    variant.slowMs = SLOW_MS;
    await give(working);
    while (site.counts().passwordSubmits === before) await sleep(10);
    // The answer to the password is still slow.
    variant.slowMs = 0;
    const stopping = worker.stop();
    await sleep(100);
    expect(JSON.parse((await get(`${worker.ready.url}/readyz`)).text)).toMatchObject({ running: false });
    // It comes to its end, code and all, before the worker stops; who waits for a person keeps nobody.
    expect(await stopping).toBe(0);
    expect(site.counts()).toMatchObject({ passwordSubmits: before + 1, wrongPasswords: 0 });

    worker = await startProgram('worker', env);
    expect(await ended(working)).toMatchObject({ status: 'SUCCESS', question: 1 });
    await give(waiting);
    expect(await ended(waiting)).toMatchObject({ status: 'SUCCESS', question: 1 });
    expect(site.counts()).toMatchObject({ passwordSubmits: before + 2, wrongPasswords: 0, reusedCodes: 0 });
    await becomes(worker, 'agent_auth_people_waited_for', 0);
    await becomes(worker, 'agent_auth_sessions_ending', 2);
  });

  it('is counted by its end, and by nothing that tells whose it was', async () => {
    expect(await metric(worker, 'agent_auth_logins_ended_total{code="SUCCESS"}')).toBeGreaterThanOrEqual(1);
    const { invocations } = auth.agents.auth;
    await invocations.cancel(await asking('canceled'));
    await becomes(worker, 'agent_auth_logins_ended_total{code="CANCELED"}', 1);
    const { text } = await get(`${worker.ready.url}/metrics`);
    for (const name of [site.host, 'localhost', 'canceled', 'partial', SAMPLE_USER.email])
      expect(text).not.toContain(name);
  });
});

describe('a start is refused', () => {
  it('for all that is wrong in the environment at once', async () => {
    const worse = {
      TEMPORAL_ADDRESS: '',
      AGENT_AUTH_MAX_PAGES: '0x4',
      AGENT_AUTH_LOG_LEVEL: 'loud',
      AGENT_AUTH_BUILD_ID: '7',
    };
    expect(await refusedWith('worker', worse)).toMatchObject({
      exit: 2,
      code: 'invalid_input',
      details: {
        variables: ['AGENT_AUTH_LOG_LEVEL', 'AGENT_AUTH_MAX_PAGES', 'AGENT_AUTH_DEPLOYMENT', 'TEMPORAL_ADDRESS'],
      },
    });
    const wrong = { TEMPORAL_TLS_CLIENT_KEY_PATH: '/nowhere', AGENT_AUTH_HTTP_PORT: '', AGENT_AUTH_ACCESS_KEY: 'none' };
    expect(await refusedWith('server', wrong)).toMatchObject({
      exit: 2,
      details: {
        variables: [
          'AGENT_AUTH_HTTP_PORT',
          'TEMPORAL_TLS_CLIENT_KEY_PATH',
          'TEMPORAL_TLS_CLIENT_CERT_PATH',
          'AGENT_AUTH_ACCESS_KEY',
        ],
      },
    });
  });

  it('on the task queue of another vault, by whose key no server starts', async () => {
    const other = { AGENT_AUTH_STATE_DIR: join(root, 'other') };
    expect(await refusedWith('worker', other)).toMatchObject({ exit: 1, code: 'task_queue_taken' });
    expect(await refusedWith('server', other)).toMatchObject({ exit: 1, code: 'untrusted_vault' });
  });

  it('by a Temporal that lets it read and not work', async () => {
    const reading = await startGrpcProxy(temporal.address, (method) =>
      method.includes('/Poll') ? PERMISSION_DENIED : null,
    );
    const change = { TEMPORAL_ADDRESS: reading.address, AGENT_AUTH_STATE_DIR: join(root, 'reading') };
    expect(await refusedWith('worker', change)).toMatchObject({ exit: 1, code: 'temporal_forbidden' });
    reading.stop();
  });

  it('on a port that is taken', async () => {
    const { port } = new URL(worker.ready.url);
    const taken = {
      AGENT_AUTH_STATE_DIR: join(root, 'third'),
      AGENT_AUTH_TASK_QUEUE: 'third',
      AGENT_AUTH_WORKER_PORT: port,
    };
    expect(await refusedWith('worker', taken)).toMatchObject({ exit: 1, code: 'port_unavailable' });
    expect(await refusedWith('server', { AGENT_AUTH_HTTP_PORT: port })).toMatchObject({ code: 'port_unavailable' });
  });

  it.each([60, -60])('with a clock that is %i seconds ahead', async (seconds) => {
    const preload = join(root, 'clock.mjs');
    await writeFile(
      preload,
      `const { now } = Date;
      globalThis.Date = class extends Date {
        constructor(...given) { given.length === 0 ? super(globalThis.Date.now()) : super(...given); }
        static now() { return now() + ${seconds * 1_000}; }
      };`,
    );
    const skewed = {
      AGENT_AUTH_STATE_DIR: join(root, 'skewed'),
      AGENT_AUTH_TASK_QUEUE: 'skewed',
      NODE_OPTIONS: `--import ${preload}`,
    };
    const { exit, code, details } = await refusedWith('worker', skewed);
    expect({ exit, code }).toEqual({ exit: 1, code: 'clock_skewed' });
    // The answer of a busy server comes late.
    expect(Math.abs(Number(details.ahead_seconds) - seconds)).toBeLessThan(10);
  });
});

it('all of this takes no call of Temporal but those that are documented', async () => {
  const text = await readFile(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
  const documented = new Set(text.match(/`[A-Z][a-z]+[A-Za-z]+`/g));
  const unknown = [...proxy.called].filter((method) => !documented.has(`\`${method.replace(SERVICE, '')}\``));
  expect(unknown).toEqual([]);
  expect(proxy.called.size).toBeGreaterThan(15);
});
