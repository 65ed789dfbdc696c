/** A Temporal that takes in only whoever has a certificate of its authority, or an API key, as Temporal Cloud does. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_USER, type SampleSite, startSampleSite } from '../../sites/sample.js';
import { SAMPLE_TOTP } from '../../support/stack.js';
import { startTestTemporal, type TestTemporal } from '../../support/temporal.js';
import { call } from '../cli/call.js';
import { type GrpcProxy, startGrpcProxy, UNAUTHENTICATED } from './grpc-proxy.js';
import { startProgram } from './program.js';

/** In the form of an access key. */
const ANY_KEY = `aak.${'a'.repeat(8)}.${'b'.repeat(43)}.${'c'.repeat(43)}`;
const API_KEY = 'canary-api-key-4711';
const fileOf = (name: string): string => join(import.meta.dirname, 'tls', `${name}.pem`);

let root: string;
let temporal: TestTemporal;
let site: SampleSite;
let byCertificate: GrpcProxy;
let byKey: GrpcProxy;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'agent-auth-tls-'));
  temporal = await startTestTemporal();
  site = await startSampleSite({ users: [{ ...SAMPLE_USER, totpPeriod: 10 }] });
  const [cert, key, ca] = await Promise.all(
    ['server', 'server-key', 'authority'].map((name) => readFile(fileOf(name))),
  );
  const tls = { cert: cert!, key: key!, ca: ca! };
  byCertificate = await startGrpcProxy(temporal.address, () => null, {
    ...tls,
    requestCert: true,
    rejectUnauthorized: true,
  });
  byKey = await startGrpcProxy(
    temporal.address,
    (_, { authorization }) => (authorization === `Bearer ${API_KEY}` ? null : UNAUTHENTICATED),
    tls,
  );
});
afterAll(async () => {
  await site?.stop();
  byCertificate?.stop();
  byKey?.stop();
  await temporal?.stop();
  await rm(root, { recursive: true, force: true });
});

const AUTHORITY = { TEMPORAL_TLS_SERVER_CA_CERT_PATH: fileOf('authority') };
const CERTIFICATE = {
  ...AUTHORITY,
  TEMPORAL_TLS_CLIENT_CERT_PATH: fileOf('client'),
  TEMPORAL_TLS_CLIENT_KEY_PATH: fileOf('client-key'),
};

/** A folder, a queue and ports of its own. */
const own = (name: string) => ({
  AGENT_AUTH_STATE_DIR: join(root, name),
  AGENT_AUTH_TASK_QUEUE: name,
  AGENT_AUTH_WORKER_PORT: '0',
  AGENT_AUTH_HTTP_PORT: '0',
  AGENT_AUTH_LOG_LEVEL: 'info',
});

/** Logs in by the HTTP server and the command line, each of which connects to Temporal by itself. @returns what worker and server logged */
async function logIn(env: Record<string, string>): Promise<string> {
  const worker = await startProgram('worker', env);
  const access = {
    AGENT_AUTH_ACCESS_KEY: (await readFile(join(env.AGENT_AUTH_STATE_DIR!, 'access-key'), 'utf8')).trim(),
  };
  const server = await startProgram('server', { ...env, ...access, AGENT_AUTH_STATE_DIR: join(root, 'none') });
  const run = (args: readonly string[]) =>
    call(['cli', 'main.js'], [...args, '--json'], { env: { ...env, ...access } });
  const created = {
    name: 'c',
    domain: site.host,
    values: { email: SAMPLE_USER.email, password: SAMPLE_USER.password },
  };
  const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(new URL(path, server.ready.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${access.AGENT_AUTH_ACCESS_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.ok).toBe(true);
    return (await answer.json()) as Record<string, unknown>;
  };
  await post('/credentials', { ...created, totp_secret: SAMPLE_TOTP });
  // One namespace for all of them: agents of one name would meet.
  const agent = { domain: site.host, profile_name: env.AGENT_AUTH_TASK_QUEUE!, credential: { name: 'c' } };
  const { id } = await post('/agents/auth', agent);
  const { invocation_id } = await post('/agents/auth/invocations', { auth_agent_id: id });
  const followed = await run(['invocations', 'follow', String(invocation_id)]);
  expect(followed.lines.at(-1)).toMatchObject({ status: 'SUCCESS' });
  await Promise.all([worker.stop(), server.stop()]);
  return [...worker.log, ...server.log].join('\n');
}

describe('a Temporal that asks for a certificate', () => {
  it('is used with the files that variables name', async () => {
    await logIn({ ...own('variables'), ...CERTIFICATE, TEMPORAL_ADDRESS: byCertificate.address });
  });

  it('is used with those of a profile', async () => {
    const config = join(root, 'temporal.toml');
    const { TEMPORAL_TLS_CLIENT_CERT_PATH, TEMPORAL_TLS_CLIENT_KEY_PATH, TEMPORAL_TLS_SERVER_CA_CERT_PATH } =
      CERTIFICATE;
    await writeFile(
      config,
      `[profile.cloud]
address = "${byCertificate.address}"
namespace = "default"
[profile.cloud.tls]
client_cert_path = "${TEMPORAL_TLS_CLIENT_CERT_PATH}"
client_key_path = "${TEMPORAL_TLS_CLIENT_KEY_PATH}"
server_ca_cert_path = "${TEMPORAL_TLS_SERVER_CA_CERT_PATH}"
`,
    );
    await logIn({ ...own('profile'), TEMPORAL_CONFIG_FILE: config, TEMPORAL_PROFILE: 'cloud' });
  });
});

it('a Temporal that asks for an API key is used with it, and it is in no log', async () => {
  const said = await logIn({ ...own('key'), ...AUTHORITY, TEMPORAL_ADDRESS: byKey.address, TEMPORAL_API_KEY: API_KEY });
  expect(said).not.toContain(API_KEY);
});

describe.each(['worker', 'server'])('a start of the %s is refused', (part) => {
  it.each([
    ['without a certificate', AUTHORITY, 'temporal_unavailable'],
    [
      'by an authority that is not known',
      { ...CERTIFICATE, TEMPORAL_TLS_SERVER_CA_CERT_PATH: fileOf('client') },
      'temporal_unavailable',
    ],
    ['without TLS', {}, 'temporal_unavailable'],
    ['without an API key', AUTHORITY, 'temporal_forbidden'],
    ['with another API key', { ...AUTHORITY, TEMPORAL_API_KEY: `${API_KEY}0` }, 'temporal_forbidden'],
  ] as const)('%s', async (how, given, code) => {
    const { address } = how.includes('API key') ? byKey : byCertificate;
    const env = {
      ...own('refused'),
      ...given,
      TEMPORAL_ADDRESS: address,
      AGENT_AUTH_ACCESS_KEY: ANY_KEY,
    };
    const { lines, stdout, stderr } = await call(['cli', 'main.js'], [part, '--json'], { env });
    expect(lines.at(-1)).toMatchObject({ error: { code, details: { address } } });
    expect(stdout + stderr).not.toContain(API_KEY);
  });
});
