import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../activities/vault/store/sqlite/open-database.js';
import { AgentAuth, type AgentAuthInvocation } from '../../../client/index.js';
import { type Stack, startStack } from '../../../worker/up.js';
import { SAMPLE_USER, type SampleSite, startSampleSite } from '../../sites/sample.js';
import recorded from './recorded.json' with { type: 'json' };

/**
 * A stack of the version before is stopped in the middle of its work, and today's starts on its state folder: README.md says how the folder was made. One agent is
 * logged in; one login waits; another one was answered, in the way of that version, while no worker was up.
 */
const { port, done, waits, answered } = recorded;
const HERE = import.meta.dirname;
const { email, password } = SAMPLE_USER;

let stateDir: string;
let site: SampleSite;
let stack: Stack;
let auth: AgentAuth;
beforeAll(async () => {
  stateDir = join(await mkdtemp(join(tmpdir(), 'agent-auth-upgrade-')), 'state');
  await mkdir(stateDir, { mode: 0o700 });
  for (const name of ['vault.db', 'temporal.db'])
    await writeFile(join(stateDir, name), brotliDecompressSync(await readFile(join(HERE, 'state', `${name}.br`))), {
      mode: 0o600,
    });
  for (const name of ['master-key', 'access-key'])
    await writeFile(join(stateDir, name), await readFile(join(HERE, 'state', name)), { mode: 0o600 });
  site = await startSampleSite({ port, users: [{ email, password }], sessionSeconds: 3600, seed: 7 });
  stack = await startStack({ sample: false, stateDir });
  auth = await AgentAuth.connect({ state_dir: stateDir });
});
afterAll(async () => {
  await site.stop();
  await rm(join(stateDir, '..'), { recursive: true, force: true });
});

const invocations = () => auth.agents.auth.invocations;
/** Follows a login until it is so. */
async function until(id: string, isSo: (state: AgentAuthInvocation) => boolean): Promise<AgentAuthInvocation> {
  for await (const state of invocations().follow(id)) if (isSo(state)) return state;
  throw new Error('the login ended otherwise');
}
const endOf = (id: string) => until(id, ({ status }) => status !== 'IN_PROGRESS');

describe("today's stack on the state folder of the version before", () => {
  it('takes no answer that nothing entitles to, sends nothing of it, and goes on asking', async () => {
    const asking = await until(answered, ({ last_rejected }) => last_rejected !== null);
    expect(asking).toMatchObject({ last_rejected: { code: 'not_entitled' }, step: 'awaiting_input' });
    expect(site.counts().passwordSubmits).toBe(0);
    await invocations().submit(answered, { field_values: { password } });
    expect(await endOf(answered)).toMatchObject({ status: 'SUCCESS', save_credential_as: 'answered' });
  });

  it('goes on with a login that waits, and saves under the name that it was begun with', async () => {
    const state = await until(waits, ({ step }) => step === 'awaiting_input');
    expect(state).toMatchObject({ question: 1, pending_fields: [{ name: 'password' }] });
    await invocations().submit(waits, { field_values: { password } });
    expect(await endOf(waits)).toMatchObject({ status: 'SUCCESS' });
    expect(await auth.credentials.retrieve('kept')).toMatchObject({ value_keys: ['email', 'password'] });
  });

  it('keeps the agent that was logged in, and renews its session with what was saved', async () => {
    const [agent] = (await auth.agents.auth.list({ profile_name: 'done' })).items;
    expect(agent).toMatchObject({ credential_name: 'filled' });
    expect((await auth.profiles.storageState('done')).cookies).not.toEqual([]);
    await auth.agents.auth.reportExpired(agent!.id);
    expect(await auth.agents.auth.ensure({ domain: agent!.domain, profile_name: 'done', timeout: 60 })).toMatchObject({
      profile_name: 'done',
    });
    expect(await invocations().retrieve(done)).toMatchObject({ status: 'SUCCESS' });
  });

  it('has every name to save under in a grant, and asks no workflow for one any more', async () => {
    await auth.close();
    await stack.stop();
    const db = await openDatabase(join(stateDir, 'vault.db'));
    onTestFinished(() => db.destroy());
    const names = ['profile_name', 'save_credential_as', 'name_from_workflow'] as const;
    expect(await db.selectFrom('agents').select(names).orderBy('profile_name').execute()).toEqual([
      { profile_name: 'answered', save_credential_as: 'answered', name_from_workflow: 0 },
      { profile_name: 'done', save_credential_as: 'filled', name_from_workflow: 0 },
      { profile_name: 'waits', save_credential_as: 'kept', name_from_workflow: 0 },
    ]);
  });
});
