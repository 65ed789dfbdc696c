import { AgentAuth, AgentAuthError } from '../../client/index.js';
import { SAMPLE_USER } from '../sites/sample.js';
import { SAMPLE_TOTP, startTestStack, type TestStack } from '../support/stack.js';

/**
 * `npm run bench:many [-- CALLS]`: many calls at once, of a stack that nothing else uses: how many were refused, and how long
 * they took beside the same call alone.
 */
const ALONE = 5;
const CLIENTS = 60;
const calls = Number(process.argv[2] ?? 200);

interface Timed {
  readonly ms: number;
  /** Code of the error; null: an answer. */
  readonly refused: string | null;
}

async function timed(call: () => Promise<unknown>): Promise<Timed> {
  const begun = performance.now();
  const refused = await call().then(
    () => null,
    (error: unknown) => (error instanceof AgentAuthError ? error.code : String(error)),
  );
  return { ms: performance.now() - begun, refused };
}

const quantile = (times: readonly number[], part: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))]!;

const counted = (codes: readonly (string | null)[]): string =>
  [...new Set(codes)]
    .filter((code) => code !== null)
    .map((code) => `${code} ${codes.filter((other) => other === code).length}`)
    .join(', ');

/** @returns whether every call was answered */
async function measure(
  name: string,
  count: number,
  call: (n: number) => Promise<unknown>,
  single = ALONE,
): Promise<boolean> {
  const alone: number[] = [];
  for (let n = 0; n < single; n += 1) alone.push((await timed(() => call(count + n))).ms);
  const results = await Promise.all(Array.from({ length: count }, (_, n) => timed(() => call(n))));
  const one = quantile(alone, 0.5);
  const [p50, p99] = [0.5, 0.99].map((part) =>
    quantile(
      results.map(({ ms }) => ms),
      part,
    ),
  ) as [number, number];
  const refused = results.filter((result) => result.refused !== null);
  console.log(
    `${name}: ${count} at once, ${refused.length} refused${refused.length > 0 ? ` (${counted(results.map((result) => result.refused))})` : ''}; ` +
      `p50 ${(p50 / 1000).toFixed(2)} s, p99 ${(p99 / 1000).toFixed(2)} s; ` +
      `alone ${(one / 1000).toFixed(3)} s: x${(p50 / one).toFixed(0)}, x${(p99 / one).toFixed(0)}`,
  );
  return refused.length === 0;
}

/** Each client queues for itself, as processes do: they meet at the server. */
async function byManyClients(state_dir: string, call: (auth: AgentAuth) => Promise<unknown>): Promise<boolean> {
  const clients = await Promise.all(Array.from({ length: CLIENTS + ALONE }, () => AgentAuth.connect({ state_dir })));
  try {
    return await measure('ensure by clients of their own', CLIENTS, (n) => call(clients[n]!));
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
}

async function run({ auth, domain, stateDir }: TestStack): Promise<boolean> {
  await auth.credentials.create({
    name: 'full',
    domain,
    values: { email: SAMPLE_USER.email, password: SAMPLE_USER.password },
    totp_secret: SAMPLE_TOTP,
  });
  const agents = auth.agents.auth;
  const wanted = { domain, profile_name: 'one', credential_name: 'full', timeout: 120 };
  const { id } = await agents.create({ domain, profile_name: 'one', credential_name: 'full' });
  return [
    await measure('ensure', calls, () => agents.ensure(wanted)),
    // Of those alone each logs in by itself; of the others all share one login.
    await measure(
      'ensure that logs in',
      calls,
      (n) => agents.ensure({ ...wanted, profile_name: n < calls ? 'new' : `new-${n}` }),
      1,
    ),
    await byManyClients(stateDir, (auth) => auth.agents.auth.ensure(wanted)),
    await measure('retrieve', calls, () => agents.retrieve(id)),
    await measure('list', calls, () => agents.list()[Symbol.asyncIterator]().next()),
    await measure('create', calls, (n) => agents.create({ domain, profile_name: `many-${n}` })),
    await measure('retrieve of many agents', calls, (n) => agents.retrieve(id.replace(/one$/, `many-${n}`))),
  ].every((all) => all);
}

if (Number.isInteger(calls) && calls > 0) {
  const stack = await startTestStack();
  try {
    if (!(await run(stack))) process.exitCode = 1;
  } finally {
    await stack.stop();
  }
} else {
  console.error('How many calls? Give a whole number.');
  process.exitCode = 2;
}
