import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentAuth } from '../../client/index.js';
import { type Stack, type StackOptions, startStack } from '../../worker/up.js';
import { SAMPLE_USER, type SampleCounts, startSampleSite } from '../sites/sample.js';

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
  /** What the sample site has received. */
  counts(): SampleCounts;
  /** The sample site forgets all its sessions. */
  expireSessions(): void;
  stop(): Promise<void>;
}

/** The real stack, in a state folder of its own, with a sample site: Temporal, worker, Chromium, database. */
export async function startTestStack(options: Partial<StackOptions> = {}): Promise<TestStack> {
  const stateDir = options.stateDir ?? (await mkdtemp(join(tmpdir(), 'agent-auth-stack-')));
  const users = [{ ...SAMPLE_USER, totpPeriod: TOTP_PERIOD }];
  const site = await startSampleSite({ users, sessionSeconds: 3600 });
  const stack = await startStack({ sample: false, ...options, stateDir });
  const auth = await AgentAuth.connect({ state_dir: stateDir });
  return {
    stack,
    stateDir,
    auth,
    domain: site.host,
    counts: site.counts,
    expireSessions: site.expireSessions,
    async stop() {
      await auth.close();
      await stack.stop();
      await site.stop();
      if (options.stateDir === undefined) await rm(stateDir, { recursive: true, force: true });
    },
  };
}
