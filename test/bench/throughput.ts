import { cpus } from 'node:os';
import { SAMPLE_USER, type SampleSite, startSampleSite } from '../sites/sample.js';
import { startTestStack, type TestStack } from '../support/stack.js';
import { CpuMeter } from './throughput/cpu.js';

/**
 * `npm run bench:throughput [-- LOGINS]`: many logins at once on a stack that nothing else uses, each of an account of its own, on sites
 * that look different: how many a minute, and which processes their CPU time goes to.
 */
const SITES = 4;
const logins = Number(process.argv[2] ?? 40);

const userOf = (n: number) => ({ email: `user-${n}@example.com`, password: SAMPLE_USER.password });

function startSites(count: number): Promise<SampleSite[]> {
  const users = Array.from({ length: count }, (_, n) => userOf(n));
  return Promise.all(
    Array.from({ length: SITES }, (_, n) => startSampleSite({ seed: n + 1, sessionSeconds: 3600, users })),
  );
}

async function login({ auth }: TestStack, sites: readonly SampleSite[], n: number): Promise<string> {
  const domain = sites[n % SITES]!.host;
  const name = `user-${n}`;
  const { email, password } = userOf(n);
  await auth.credentials.create({ name, domain, values: { email, password } });
  const agents = auth.agents.auth;
  const agent = await agents.create({ domain, profile_name: name, credential_name: name });
  const { invocation_id } = await agents.invocations.create({ auth_agent_id: agent.id });
  for await (const { status } of agents.invocations.follow(invocation_id)) if (status !== 'IN_PROGRESS') return status;
  throw new Error('the login has no end');
}

async function measure(stack: TestStack): Promise<void> {
  const sites = await startSites(logins + 1);
  try {
    // The first starts Chromium.
    await login(stack, sites, logins);
    const meter = new CpuMeter();
    await meter.start();
    const begun = performance.now();
    const ends = await Promise.all(Array.from({ length: logins }, (_, n) => login(stack, sites, n)));
    const seconds = (performance.now() - begun) / 1000;
    const right = ends.filter((end) => end === 'SUCCESS').length;
    console.log(`${logins} logins at once: ${right} right, ${((logins / seconds) * 60).toFixed(0)} a minute`);
    const spent = await meter.stop();
    const all = spent.reduce((sum, { seconds: of }) => sum + of, 0);
    console.log(
      `CPU: ${(all / logins).toFixed(2)} s a login, ${((all / seconds / cpus().length) * 100).toFixed(0)} % of ${cpus().length} cores`,
    );
    for (const { kind, seconds: of, started } of spent) {
      const many = started > 0 ? `, ${(started / logins).toFixed(1)} started` : '';
      console.log(`  ${kind.padEnd(40)}${(of / logins).toFixed(2).padStart(6)} s a login${many}`);
    }
    if (right < logins) process.exitCode = 1;
  } finally {
    await Promise.all(sites.map((site) => site.stop()));
  }
}

if (Number.isInteger(logins) && logins > 0) {
  const stack = await startTestStack();
  try {
    await measure(stack);
  } finally {
    await stack.stop();
  }
} else {
  console.error('How many logins? Give a whole number.');
  process.exitCode = 2;
}
