/**
 * Threat: a site repeats what it got wherever a site can write, and what it says reaches Temporal, answers, events, logs or files. Pages are lost in
 * the middle, so that nobody remembers what was typed.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AgentAuth, type AgentAuthInvocation } from '../../client/index.js';
import { builtFile } from '../../worker/built-file.js';
import { processesNaming } from '../../worker/command-lines.js';
import { PLACES, serveRepeating } from '../sites/hostile/repeats.js';
import { startReceiver } from '../support/receiver.js';
import { startUp, type UpProcess } from '../support/up-process.js';
import { found } from './needles.js';

const mark = () => randomBytes(5).toString('hex');
/** No part of these stands anywhere, in any writing. */
const MARKS = { stored: mark(), wrong: mark(), right: mark() };
const PASSWORDS = {
  stored: `st-${MARKS.stored}-Lion/7`,
  wrong: `wr-${MARKS.wrong}-Tiger/8`,
  right: `ri-${MARKS.right}-Zebra/9 "ü"`,
};
/** The site has not said what it has to say by then. */
const LIMIT_MS = 60_000;
const AT_ONCE = 3;

let root: string;
let up: UpProcess;
let auth: AgentAuth;
const seen: { readonly where: string; readonly bytes: Buffer }[] = [];
const note = (where: string, said: unknown): void =>
  void seen.push({ where, bytes: Buffer.isBuffer(said) ? said : Buffer.from(JSON.stringify(said) ?? '') });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'agent-auth-repeats-'));
  await mkdir(join(root, 'tmp'));
  up = await startUp(join(root, 'state'), [], {
    env: { AGENT_AUTH_LOG_LEVEL: 'trace', TMPDIR: join(root, 'tmp'), AGENT_AUTH_WEBHOOK_REACH: 'loopback' },
    onOutput: (chunk) => note('what was printed', chunk),
  });
  auth = await AgentAuth.connect({ state_dir: join(root, 'state') });
});
afterAll(async () => {
  await auth?.close();
  await up?.stop();
  await rm(root, { recursive: true, force: true });
});

/** Kills the Chromium of all pages that are open. */
async function losePages(): Promise<void> {
  for (const pid of await processesNaming(join(root, 'tmp')))
    if ((await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')).includes('--user-data-dir'))
      spawnSync('kill', ['-9', String(pid)]);
}

/** Each password in turn, wherever one fits; the first option of a list. */
async function answer({ invocation_id, pending_fields }: AgentAuthInvocation, passwords: string[]): Promise<void> {
  const { invocations } = auth.agents.auth;
  const password = passwords.shift();
  if (password === undefined || pending_fields.length === 0) return void (await invocations.cancel(invocation_id));
  const values = pending_fields.map(({ name, options }) => [name, options?.[0]?.value ?? password]);
  try {
    await invocations.submit(invocation_id, { field_values: Object.fromEntries(values) });
  } catch (error) {
    note('an error', { error, text: String(error), stack: (error as Error).stack });
    await invocations.cancel(invocation_id);
  }
}

async function logIn(place: string, at: number, http: (path: string) => Promise<Buffer>): Promise<string> {
  const site = await serveRepeating(PLACES[place]!);
  const name = `place-${at}`;
  // Half of them are refused what is stored first.
  const stored: Record<string, string> = at % 2 === 0 ? { password: PASSWORDS.stored } : {};
  await auth.credentials.create({ name, domain: site.host, values: { email: `anna.${at}@post.example`, ...stored } });
  const { agents } = auth;
  const agent = await agents.auth.create({ domain: site.host, profile_name: name, credential_name: name });
  const { invocations } = agents.auth;
  const { invocation_id } = await invocations.create({ auth_agent_id: agent.id, save_credential_as: name });
  const path = `/agents/auth/invocations/${invocation_id}`;
  const stream = http(`${path}/events`).then((said) => note(`the stream, by ${place}`, said));
  const limit = setTimeout(() => void invocations.cancel(invocation_id).catch(() => undefined), LIMIT_MS);
  const passwords = [PASSWORDS.wrong, PASSWORDS.right];
  for await (const state of invocations.follow(invocation_id)) {
    note(`the state, by ${place}`, state);
    note(`HTTP, by ${place}`, await http(path));
    if (state.step === 'awaiting_external_action') await invocations.cancel(invocation_id);
    if (state.step !== 'awaiting_input') continue;
    if (at % 4 === 1 && passwords.length === 1) await losePages();
    if (at % 8 === 3 && passwords.length === 1) process.kill((await up.file()).pids.worker!, 'SIGKILL');
    await answer(state, passwords);
  }
  clearTimeout(limit);
  await stream;
  note(`the trace, by ${place}`, await invocations.trace(invocation_id));
  note(`the agent, by ${place}`, await http(`/agents/auth/${agent.id}`));
  note(`its timeline, by ${place}`, await http(`/agents/auth/${agent.id}/timeline`));
  site.stop();
  return (await invocations.retrieve(invocation_id)).status;
}

const readable = (value: unknown): string =>
  JSON.stringify(value, (_, one) =>
    one instanceof Uint8Array || one?.type === 'Buffer' ? Buffer.from(one.data ?? one).toString('utf8') : one,
  );

/** All that Temporal holds, as it holds it. */
async function readTemporal(address: string): Promise<void> {
  const { Client, Connection } = await import('@temporalio/client');
  const connection = await Connection.connect({ address });
  const { workflow } = new Client({ connection });
  for await (const { workflowId, runId } of workflow.list()) {
    const of = { namespace: 'default', execution: { workflowId, runId } };
    const { workflowService } = connection;
    const [history, described] = await Promise.all([
      workflowService.getWorkflowExecutionHistory({ ...of, maximumPageSize: 10_000 }),
      workflowService.describeWorkflowExecution(of),
    ]);
    note(`the history of ${workflowId}`, Buffer.from(readable(history)));
    note(`what describes ${workflowId}`, Buffer.from(readable(described)));
  }
  await connection.close();
}

it('none of it stands anywhere', async () => {
  const { access_key_file, http_url, temporal_address } = await up.file();
  const key = (await readFile(access_key_file, 'utf8')).trim();
  const http = async (path: string): Promise<Buffer> => {
    const answered = await fetch(`${http_url}${path}`, { headers: { authorization: `Bearer ${key}` } });
    return Buffer.from(await answered.arrayBuffer());
  };
  const { url, received } = await startReceiver();
  await auth.webhooks.create({ url });

  const places = [...Object.keys(PLACES).entries()];
  const ends: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = places.shift(); next !== undefined; next = places.shift())
      ends.push(await logIn(next[1], next[0], http));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(ends).toContain('SUCCESS');
  expect(ends).toContain('FAILED');

  await readTemporal(temporal_address);
  note('webhooks', received);
  note('metrics', await http('/metrics'));
  expect(received.length).toBeGreaterThan(0);
  const doctor = [builtFile('cli', 'main.js'), 'doctor', '--json', '--state-dir', join(root, 'state')];
  note('doctor', spawnSync(process.execPath, doctor).stdout);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) note(entry.name, await readFile(join(entry.parentPath, entry.name)).catch(() => ''));

  const hits = seen.flatMap(({ where, bytes }) => found(bytes, MARKS).map((name) => `${name} in ${where}`));
  expect([...new Set(hits)]).toEqual([]);
  // A search that finds nothing because it reads nothing would be no proof.
  expect(seen.length).toBeGreaterThan(300);
  expect(found(Buffer.from(PASSWORDS.right.toUpperCase()), MARKS)).toEqual(['right']);
});
