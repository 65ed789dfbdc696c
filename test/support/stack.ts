import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentAuth } from '../../client/index.js';
import { findStack } from '../../client/stack/find-stack.js';
import type { StackFile } from '../../contract/machine/stack-file.js';
import { type Stack, type StackOptions, startStack } from '../../worker/up.js';
import { SAMPLE_USER, type SampleCounts, startSampleSite } from '../sites/sample.js';
import { vaultEnvironment } from './postgres/stack-database.js';

/** Short steps, so that a login which needs the code of the next one has it soon. */
const TOTP_PERIOD = 10;
/** The sample user's secret, as it is stored: with the length of its steps. */
export const SAMPLE_TOTP = `otpauth://totp/Sample?secret=${SAMPLE_USER.totpSecret}&period=${TOTP_PERIOD}`;

export interface TestStack {
  readonly stack: Stack;
  readonly stateDir: string;
  readonly auth: AgentAuth;
  /** Host and port of the sample site. */
  readonly domain: string;
  /** Process ids of its parts, as they are now: another file may have ended one, and it was started again. */
  pids(): Promise<StackFile['pids']>;
  /** What the sample site has received. */
  counts(): SampleCounts;
  /** The sample site forgets all its sessions. */
  expireSessions(): void;
  stop(): Promise<void>;
}

interface RunningStack {
  readonly stack: Stack;
  readonly stateDir: string;
  readonly auth: AgentAuth;
}

let before: Promise<unknown> = Promise.resolve();

/** A stack reads the environment of this process: one after the other. */
function withEnvironment<T>(variables: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  const next = before.then(async () => {
    Object.assign(process.env, variables);
    try {
      return await work();
    } finally {
      for (const name of Object.keys(variables)) delete process.env[name];
    }
  });
  before = next.catch(() => undefined);
  return next;
}

async function start(options: Partial<StackOptions>): Promise<RunningStack> {
  const stateDir = options.stateDir ?? (await mkdtemp(join(tmpdir(), 'agent-auth-stack-')));
  const stack = await withEnvironment(
    { ...(await vaultEnvironment(stateDir)), AGENT_AUTH_WEBHOOK_REACH: 'loopback', AGENT_AUTH_SITE_PAUSE_SECONDS: '2' },
    () => startStack({ sample: false, ...options, stateDir }),
  );
  const auth = await AgentAuth.connect({ state_dir: stateDir });
  return { stack, stateDir, auth };
}

async function withSampleSite(running: RunningStack, end: () => Promise<void>): Promise<TestStack> {
  const users = [{ ...SAMPLE_USER, totpPeriod: TOTP_PERIOD }];
  const { host, counts, expireSessions, stop } = await startSampleSite({ users, sessionSeconds: 3600 });
  // Where a part was killed, its port may be somebody else's by now.
  const now = async () => (await findStack(running.stateDir))!;
  return {
    ...running,
    stack: { ...running.stack, file: await now() },
    domain: host,
    pids: async () => (await now()).pids,
    counts,
    expireSessions,
    async stop() {
      await end();
      await stop();
    },
  };
}

/** The real stack, in a state folder of its own, with a sample site: Temporal, worker, Chromium, database. */
export async function startTestStack(options: Partial<StackOptions> = {}): Promise<TestStack> {
  const running = await start(options);
  return withSampleSite(running, async () => {
    await running.auth.close();
    await running.stack.stop();
    if (options.stateDir === undefined) await rm(running.stateDir, { recursive: true, force: true });
  });
}

/** Outlives the modules of a test file, and ends with the process that runs test files. */
const shared: typeof globalThis & { testStack?: Promise<RunningStack> } = globalThis;

/**
 * The stack that the test files of one process use in turn, as it comes out of the box; each has a sample site of its own. `stop` removes
 * what the file has stored, so that the next one finds the stack as if new.
 */
export async function joinTestStack(): Promise<TestStack> {
  shared.testStack ??= start({});
  const running = await shared.testStack;
  return withSampleSite(running, () => clear(running.auth));
}

async function clear({ agents, credentials, credentialProviders, profiles, webhooks }: AgentAuth): Promise<void> {
  for (const { id } of await all(webhooks.list())) await webhooks.delete(id);
  for (const { id } of await all(agents.auth.list())) await agents.auth.delete(id);
  for (const { name } of await all(credentials.list())) await credentials.delete(name);
  for (const { name } of await all(credentialProviders.list())) await credentialProviders.delete(name);
  for (const { name } of await all(profiles.list())) await profiles.delete(name);
}

/** Read to the end before the first is deleted: pages are counted from the start of the list. */
async function all<T>(listing: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of listing) items.push(item);
  return items;
}
