import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateCode } from '../../activities/vault/totp/generate.js';
import { parseTotp } from '../../activities/vault/totp/parse.js';
import { AgentAuth, AgentAuthError } from '../../client/index.js';
import { builtFile } from '../../worker/built-file.js';
import { freePort } from '../../worker/free-port.js';
import { callHere } from '../server/cli/call.js';
import { type SampleSite, type SampleVariant, startSampleSite } from '../sites/sample.js';
import { dumpOf } from '../support/postgres/databases.js';
import { ADDRESS_PASSWORD, databaseOf } from '../support/postgres/stack-database.js';
import { httpProxy, socksProxy } from '../support/proxies.js';
import { startUp, type UpProcess } from '../support/up-process.js';
import { variants } from '../support/variants.js';
import { found, needles } from './needles.js';

const unique = () => randomBytes(6).toString('hex');
/** Planted once each; the special characters make every way of escaping show. */
const canaries: Record<string, string> = {
  email: `canary-${unique()}@example.com`,
  password: `pässwörd "${unique()}" <b>&amp; 100%`,
  wrongPassword: `wrong ${unique()} password`,
  storedWrongPassword: `stored ${unique()} password`,
  totpSecret: 'KRUGS4ZANFZSAYJAONSWG4TFOQ',
  badSecret: `not!base32!${unique()}`,
  badUri: `otpauth://totp/x?secret=${unique()}!!`,
  ssoNote: `custom ${unique()} value`,
  proxyUser: `buyer-${unique()}`,
  proxyPassword: `pröxy "${unique()}" & co`,
};

/** Short steps: a login that needs the code of the next one has it soon. */
const STEP_SECONDS = 10;
const TOTP = `otpauth://totp/x?secret=${canaries.totpSecret}&period=${STEP_SECONDS}`;

let root: string;
let stateDir: string;
let workerPort: number;
let up: UpProcess;
let auth: AgentAuth;
const output: Buffer[] = [];
const sites: SampleSite[] = [];
const errors: unknown[] = [];
const began = Date.now();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'agent-auth-canary-'));
  stateDir = join(root, 'state');
  // Chromium and Node keep temporary files where this names: they are searched too.
  await mkdir(join(root, 'tmp'));
  workerPort = await freePort(0);
  up = await startUp(stateDir, [], {
    env: {
      AGENT_AUTH_LOG_LEVEL: 'trace',
      TMPDIR: join(root, 'tmp'),
      AGENT_AUTH_PAGE_IDLE_SECONDS: '30',
      AGENT_AUTH_WORKER_PORT: String(workerPort),
    },
    onOutput: (chunk) => output.push(chunk),
  });
  auth = await AgentAuth.connect({ state_dir: stateDir });
  if ((await databaseOf(stateDir)) !== null) canaries.databasePassword = ADDRESS_PASSWORD;
  canaries.accessKey = (await readFile(join(stateDir, 'access-key'), 'utf8')).trim().split('.')[2]!;
});
afterAll(async () => {
  await auth.close();
  await up.stop();
  for (const site of sites) await site.stop();
  await rm(root, { recursive: true, force: true });
});

/** Whatever a call is refused with is searched as well: its text, its members, its stack. */
async function refused(call: Promise<unknown>): Promise<void> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AgentAuthError);
  errors.push(error);
}

/** @param code whether the site asks for one: each waits for a time step that no other login has used */
async function openSite(variant: SampleVariant, code = false): Promise<SampleSite> {
  const user = {
    email: canaries.email!,
    password: canaries.password!,
    ...(code ? { totpSecret: canaries.totpSecret!, totpPeriod: STEP_SECONDS } : {}),
  };
  const site = await startSampleSite({ users: [user], sessionSeconds: 3600, variant });
  sites.push(site);
  return site;
}

/** One login; `answers` are given one after the other. Every state that is seen is searched. */
async function login(
  name: string,
  site: SampleSite,
  answers: string[],
  values: Record<string, string> = {},
): Promise<string> {
  await auth.credentials.create({
    name,
    domain: site.host,
    values: { email: canaries.email!, ...values },
    totp_secret: TOTP,
  });
  const agent = await auth.agents.auth.create({ domain: site.host, profile_name: name, credential_name: name });
  const { invocations } = auth.agents.auth;
  const started = await invocations.create({ auth_agent_id: agent.id, save_credential_as: name });
  canaries[`handoff of ${name}`] = started.handoff_code;
  for await (const state of invocations.follow(started.invocation_id)) {
    output.push(Buffer.from(JSON.stringify(state)));
    if (state.step !== 'awaiting_input') continue;
    const value = answers.shift();
    if (value === undefined) await invocations.cancel(started.invocation_id);
    else await invocations.submit(started.invocation_id, { field_values: { [state.pending_fields[0]!.name]: value } });
  }
  return (await invocations.retrieve(started.invocation_id)).status;
}

/** The command line as a person runs it; secrets go in by standard input only. */
async function cli(args: string[], input: unknown): Promise<number> {
  const child = spawn(process.execPath, [builtFile('cli', 'main.js'), ...args, '--state-dir', stateDir], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const exit = once(child, 'exit');
  child.stdin.end(JSON.stringify(input));
  const list = spawnSync('ps', ['-ww', '-eo', 'args'], { encoding: 'buffer' });
  output.push(list.stdout);
  const [code] = await exit;
  return code as number;
}

/** The same in this process, where nothing but what is printed can hold a value. */
async function cliHere(args: string[], input: unknown): Promise<number> {
  const { code, stdout, stderr } = await callHere([...args, '--state-dir', stateDir], JSON.stringify(input));
  output.push(Buffer.from(`${stdout}\n${stderr}`));
  return code as number;
}

async function files(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe('canary values', () => {
  test('the search finds what it looks for, in every form', () => {
    const value = canaries.password!;
    for (const needle of needles(value)) {
      expect(found(Buffer.from(`${randomBytes(20).toString('latin1')}${needle}!`), { value })).toEqual(['value']);
    }
    const insideJson = Buffer.from(JSON.stringify({ a: `x${value}y` })).toString('base64');
    expect(found(Buffer.from(insideJson), { value: canaries.email!, other: 'nothing' })).toEqual([]);
    expect(
      found(Buffer.from(Buffer.from(`{"a":"xy${canaries.email}z"}`).toString('base64')), { value: canaries.email! }),
    ).toEqual(['value']);
  });

  test.each(
    variants(1, [
      [
        'repeats what it gets in text, title and address',
        { echo: true },
        [canaries.wrongPassword!, canaries.password!],
      ],
      ['asks for one thing after the other', {}, [canaries.password!]],
    ] as const),
  )('a login that works, at a site that %s', async (_, variant, answers) => {
    const status = await login('echo' in variant ? 'happy' : 'plain', await openSite(variant, true), [...answers]);
    expect(status).toBe('SUCCESS');
  });

  test.each(
    variants(1, [
      ['stored', 'CANCELED', [], { password: canaries.storedWrongPassword! }],
      ['given', 'FAILED', [canaries.wrongPassword!, canaries.wrongPassword!], {}],
    ] as const),
  )('refused values, %s', async (name, status, answers, stored) => {
    expect(await login(name, await openSite({}), [...answers], stored)).toBe(status);
  });

  test.each(variants(0, ['always', 'typing', 'rerender'] as const))(
    'a password field that changes under the hands: %s',
    async (disabledField) => {
      const status = await login(`field-${disabledField}`, await openSite({ disabledField }), [
        canaries.password!,
        canaries.password!,
      ]);
      expect(['SUCCESS', 'FAILED', 'CANCELED']).toContain(status);
    },
  );

  test.each(
    variants(1, [
      ['breaks', { http500: true }, 'FAILED'],
      ['leaves no session', { noSession: true }, 'FAILED'],
      ['is one page', { onePage: true }, 'SUCCESS'],
    ] as const),
  )('a site that %s', async (name, variant, status) => {
    expect(await login(name.replaceAll(' ', '-'), await openSite(variant), [canaries.password!])).toBe(status);
  });

  test('a proxy with a user name and a password, right and wrong', async () => {
    const [site, other] = [await openSite({}), await openSite({})];
    const account = { username: canaries.proxyUser!, password: canaries.proxyPassword! };
    const [right, wrong] = [await socksProxy(account), await httpProxy({ ...account, password: 'another' })];
    try {
      for (const [{ host: domain }, { server }] of [
        [site, right],
        [other, wrong],
      ] as const) {
        const agent = { domain, profile_name: domain === site.host ? 'proxied' : 'not-proxied' };
        const { proxy } = await auth.agents.auth.create({ ...agent, proxy: { server, ...account } });
        expect(proxy).toEqual({ server, has_credentials: true });
      }
      expect(await login('proxied', site, [canaries.password!])).toBe('SUCCESS');
      expect(right.seen).toContain(site.host);
      expect(await login('not-proxied', other, [canaries.password!])).toBe('FAILED');
      expect([wrong.seen, wrong.refusals > 0]).toEqual([[], true]);
      const { items } = await auth.agents.auth.invocations.list({ status: 'FAILED', limit: 1 });
      expect(items).toMatchObject([{ error_code: 'proxy_unavailable', error_details: { why: 'credentials_refused' } }]);
      output.push(spawnSync('ps', ['-ww', '-eo', 'args'], { encoding: 'buffer' }).stdout);
    } finally {
      await right.stop();
      await wrong.stop();
    }
    const proxy = { server: `http://${account.username}:${encodeURIComponent(account.password)}@proxy.example:1` };
    await refused(auth.agents.auth.create({ domain: 'proxy.example', profile_name: 'p', proxy }));
    await refused(
      auth.agents.auth.create({
        domain: 'proxy.example',
        profile_name: 'p',
        proxy: { server: 'socks5://proxy.example:1', ...account, password: account.password.repeat(20) },
      }),
    );
  });

  test('calls that are refused', async () => {
    const { credentials, agents, profiles } = auth;
    const site = sites[0]!;
    const values = { email: canaries.email!, password: canaries.password! };
    await refused(credentials.create({ name: 'happy', domain: site.host, values }));
    await refused(credentials.create({ name: 'x1', domain: site.host, values, totp_secret: canaries.badSecret! }));
    await refused(credentials.create({ name: 'x2', domain: site.host, values, totp_secret: canaries.badUri! }));
    await refused(credentials.create({ name: 'x3', domain: 'no domain', values }));
    await refused(
      credentials.create({ name: 'x4', domain: site.host, values: { [canaries.password!]: canaries.password! } }),
    );
    await refused(
      credentials.create({ name: 'x5', domain: site.host, values: { note: '', password: canaries.ssoNote! } }),
    );
    await refused(credentials.update('nobody', { values }));
    await credentials.import([{ domain: site.host, values, totp_secret: canaries.badUri! }]);
    const broken = [{ name: 'a', value: `${canaries.password!}\n`, domain: 'localhost' }, canaries.password!];
    for (const storage_state of [broken, canaries.password!])
      await refused(profiles.import({ name: 'x7', domain: site.host, storage_state: storage_state as string }));
    await refused(
      agents.auth.invocations.submit('inv_0123456789abcdef', { field_values: { password: canaries.password! } }),
    );
    const agent = await agents.auth.create({ domain: 'localhost:1', profile_name: 'pending' });
    const { invocation_id } = await agents.auth.invocations.create({ auth_agent_id: agent.id });
    await refused(
      agents.auth.invocations.submit(invocation_id, { field_values: { [canaries.password!]: canaries.password! } }),
    );
    const stranger = await AgentAuth.connect({
      state_dir: stateDir,
      access_key:
        'aak.aaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    });
    await refused(stranger.credentials.create({ name: 'x6', domain: site.host, values }));
    await stranger.close();
  });

  test('reading back a code and a session', async () => {
    const { code } = await auth.credentials.totpCode('happy');
    expect(code).toMatch(/^\d{6}$/);
    const state = await auth.profiles.storageState('happy');
    const cookie = state.cookies.find(({ httpOnly }) => httpOnly);
    expect(cookie?.value.length).toBeGreaterThan(10);
    canaries.sessionCookie = cookie!.value;
  });

  test('the command line', async () => {
    const site = await openSite({});
    const values = { values: { email: canaries.email }, totp_secret: canaries.totpSecret };
    expect(await cli(['credentials', 'create', 'from-cli', '--domain', site.host, '--from', '-'], values)).toBe(0);
    expect(
      await cliHere(['credentials', 'create', 'bad-cli', '--domain', site.host, '--from', '-'], {
        ...values,
        totp_secret: canaries.badSecret,
      }),
    ).not.toBe(0);
    const args = [
      'login',
      site.host,
      '--credential',
      'from-cli',
      '--save-credential-as',
      'from-cli',
      '--profile',
      'cli',
      '--answers',
      '-',
    ];
    expect(await cliHere(args, { password: canaries.wrongPassword })).not.toBe(0);
    expect(await cliHere(['credentials', 'show', 'from-cli', '--json'], {})).toBe(0);
  });

  test('stand nowhere', async () => {
    const hits: string[] = [];
    const search = (where: string, haystack: Buffer, besides: readonly string[] = []) => {
      const wanted = Object.fromEntries(Object.entries(canaries).filter(([name]) => !besides.includes(name)));
      for (const name of found(haystack, wanted)) hits.push(`${name} in ${where}`);
    };

    // History as Temporal holds it, undecoded, of every workflow there is.
    const { workflow, workflowService } = await temporalOfStack();
    let workflows = 0;
    let texts = '';
    for await (const { workflowId, runId } of workflow.list()) {
      workflows += 1;
      const raw = await workflowService.getWorkflowExecutionHistory({
        namespace: 'default',
        execution: { workflowId, runId },
        maximumPageSize: 10_000,
      });
      const text = JSON.stringify(raw, (_, value) =>
        value instanceof Uint8Array || value?.type === 'Buffer'
          ? Buffer.from(value.data ?? value).toString('utf8')
          : value,
      );
      texts += text;
      search(`history of ${workflowId}`, Buffer.from(text));
      search(
        `visibility of ${workflowId}`,
        Buffer.from(JSON.stringify(await workflow.getHandle(workflowId, runId).describe())),
      );
    }
    expect(workflows).toBeGreaterThan(30);

    // One-time codes are short: as whole words, for every time step that the test has lived through.
    const totp = parseTotp(TOTP);
    const steps = Array.from(
      { length: Math.ceil((Date.now() - began) / STEP_SECONDS / 1000) + 2 },
      (_, n) => Math.floor(began / STEP_SECONDS / 1000) + n,
    );
    const words = new Set(`${texts} ${Buffer.concat(output).toString('utf8')}`.match(/(?<![\w.-])\d{6}(?![\w.-])/g));
    for (const step of steps) if (words.has(generateCode(totp, step))) hits.push('a one-time code');

    // The access key's own file holds the access key, as it should.
    for (const file of await files(root))
      search(file, await readFile(file), file === join(stateDir, 'access-key') ? ['accessKey'] : []);
    const database = await databaseOf(stateDir);
    if (database !== null) search('the database', await dumpOf(database));
    search('what was printed and logged', Buffer.concat(output));
    for (const address of [`http://127.0.0.1:${workerPort}`, (await up.file()).http_url]) {
      const metrics = await (await fetch(`${address}/metrics`)).text();
      expect(metrics).toContain('agent_auth_');
      search(`metrics of ${address}`, Buffer.from(metrics));
    }
    for (const error of errors)
      search('an error', Buffer.from(`${JSON.stringify(error)} ${String(error)} ${(error as Error).stack}`));
    expect(output.length).toBeGreaterThan(20);
    expect(hits).toEqual([]);

    // A search that finds nothing because it reads nothing would be no proof.
    await writeFile(join(root, 'planted'), `some text ${Buffer.from(canaries.password!).toString('base64')}`);
    search('planted', await readFile(join(root, 'planted')));
    expect(hits).toEqual(['password in planted']);
  });
});

async function temporalOfStack() {
  const { Client, Connection } = await import('@temporalio/client');
  const { temporal_address } = await up.file();
  const connection = await Connection.connect({ address: temporal_address });
  const client = new Client({ connection });
  return { workflow: client.workflow, workflowService: connection.workflowService };
}
