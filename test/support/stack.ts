import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentAuth } from '../../client/index.js';
import { type Stack, type StackOptions, startStack } from '../../worker/up.js';
import type { SampleCounts } from '../sites/sample.js';

export interface TestStack {
  readonly stack: Stack;
  readonly stateDir: string;
  readonly auth: AgentAuth;
  /** Host and port of the sample site. */
  readonly domain: string;
  /** What the sample site has received. */
  counts(): Promise<SampleCounts>;
  /** The sample site forgets all its sessions. */
  expireSessions(): Promise<void>;
  stop(): Promise<void>;
}

/** The real stack, in a state folder of its own, with the sample site: Temporal, worker, Chromium, database. */
export async function startTestStack(options: Partial<StackOptions> = {}): Promise<TestStack> {
  const stateDir = options.stateDir ?? (await mkdtemp(join(tmpdir(), 'agent-auth-stack-')));
  const stack = await startStack({ sample: true, sampleSessionSeconds: 3600, ...options, stateDir });
  const auth = await AgentAuth.connect({ state_dir: stateDir });
  const site = stack.file.sample_url ?? '';
  return {
    stack,
    stateDir,
    auth,
    domain: site && new URL(site).host,
    counts: async () => (await fetch(`${site}__counts`)).json() as Promise<SampleCounts>,
    expireSessions: async () => void (await fetch(`${site}__expire`, { method: 'POST' })),
    async stop() {
      await auth.close();
      await stack.stop();
      if (options.stateDir === undefined) await rm(stateDir, { recursive: true, force: true });
    },
  };
}
