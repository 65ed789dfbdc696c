import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_USER } from '../../sites/sample.js';
import { joinTestStack, SAMPLE_TOTP, type TestStack } from '../../support/stack.js';
import { call, callHere } from './call.js';

let stack: TestStack;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'agent-auth-cli-'));
  stack = await joinTestStack();
});
afterAll(async () => {
  await stack.stop();
  await rm(dir, { recursive: true, force: true });
});

const cli = (args: string[], stdin = '') =>
  call(['cli', 'main.js'], [...args, '--json'], { env: { AGENT_AUTH_STATE_DIR: stack.stateDir }, stdin });

/** Where it does not matter whether a process of its own answers. */
const here = (args: string[], stdin = '') => callHere([...args, '--json', '--state-dir', stack.stateDir], stdin);

const password = JSON.stringify({ password: SAMPLE_USER.password });

describe('without a stack', () => {
  const none = () => join(dir, 'none');
  it.each<[string[], typeof callHere]>([
    [['status'], (args) => call(['cli', 'main.js'], args, { env: { AGENT_AUTH_STATE_DIR: none() } })],
    [['credentials', 'list'], (args) => callHere([...args, '--state-dir', none()])],
    [['login', 'example.com'], (args) => callHere([...args, '--state-dir', none()])],
  ])('%j says how to start it', async (args, run) => {
    const { code, lines, stderr } = await run([...args, '--json']);
    expect(code).toBe(3);
    expect(lines).toMatchObject([{ error: { code: 'no_stack', next: expect.stringContaining('agent-auth up') } }]);
    expect(stderr).toBe('');
  });
});

describe.sequential('a person at the command line', () => {
  let invocationId = '';
  const agentId = () => `agent_${stack.domain}_cli`;

  it('stores a partial credential from stdin', async () => {
    const from = JSON.stringify({ values: { email: SAMPLE_USER.email }, totp_secret: SAMPLE_TOTP });
    const created = await cli(['credentials', 'create', 'partial', '--domain', stack.domain, '--from', '-'], from);
    expect(created).toMatchObject({
      code: 0,
      lines: [{ name: 'partial', value_keys: ['email'], has_totp_secret: true }],
    });
    expect(created.stdout).not.toContain(SAMPLE_USER.totpSecret);
    expect(await here(['credentials', 'list'])).toMatchObject({ code: 0, lines: [{ name: 'partial' }] });
    expect(await here(['credentials', 'show', 'partial'])).toMatchObject({
      code: 0,
      lines: [{ domain: stack.domain }],
    });
    const again = await here(['credentials', 'create', 'partial', '--domain', stack.domain, '--from', '-'], from);
    expect(again).toMatchObject({ code: 1, lines: [{ error: { code: 'already_exists' } }] });
  });

  it('starts a login that waits: exit code 4 and the id', async () => {
    const args = [
      'login',
      stack.domain,
      '--profile',
      'cli',
      '--credential',
      'partial',
      '--save-credential-as',
      'partial',
    ];
    const { code, lines } = await here(args);
    expect(code).toBe(4);
    const { error } = lines.at(-1) as { error: { code: string; details: { invocation_id: string } } };
    expect(error.code).toBe('needs_human');
    invocationId = error.details.invocation_id;
    expect(lines.map((line) => line.event)).toContain('awaiting_input');
    expect(await here(['agents', 'ensure', stack.domain, '--profile', 'cli'])).toMatchObject({
      code: 4,
      lines: [{ error: { details: { invocation_id: invocationId } } }],
    });
  });

  it('answers it, and watches it succeed', async () => {
    const empty = await here(['invocations', 'submit', invocationId, '--answers', '-'], '{"password": ""}');
    expect(empty).toMatchObject({
      code: 1,
      lines: [{ error: { code: 'empty_value', details: { fields: ['password'] } } }],
    });
    const watching = here(['invocations', 'follow', invocationId]);
    expect(await cli(['invocations', 'submit', invocationId, '--answers', '-'], password)).toMatchObject({
      code: 0,
      lines: [{ accepted: true }],
    });
    const { code, lines, stdout } = await watching;
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({ status: 'SUCCESS', invocation_id: invocationId });
    expect(stdout).not.toContain(SAMPLE_USER.password);
    const [newest] = (await here(['invocations', 'list'])).lines;
    expect(newest).toMatchObject({ invocation_id: invocationId, status: 'SUCCESS' });
    expect(await here(['invocations', 'submit', invocationId, '--answers', '-'], password)).toMatchObject({
      code: 1,
      lines: [{ error: { code: 'invocation_ended' } }],
    });
  });

  it('has a session now, and what was given is kept under the name that was asked for', async () => {
    expect(await here(['agents', 'ensure', stack.domain, '--profile', 'cli'])).toMatchObject({
      code: 0,
      lines: [{ profile_name: 'cli' }],
    });
    expect(await here(['agents', 'list'])).toMatchObject({ lines: [{ id: agentId(), status: 'AUTHENTICATED' }] });
    expect(await here(['credentials', 'show', 'partial'])).toMatchObject({
      lines: [{ value_keys: ['email', 'password'] }],
    });
    expect(await here(['status'])).toMatchObject({ code: 0, lines: [{ worker: true, agents: 1, authenticated: 1 }] });
  });

  it('exports it to a file of its own, and imports it into another profile', async () => {
    const file = join(dir, 'session.json');
    const exported = await here(['profiles', 'export', 'cli', '--storage-state', file, '--lease', '60']);
    expect(exported).toMatchObject({ code: 0, lines: [{ file, lease: { id: expect.stringMatching(/^lease_/) } }] });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { cookies, lease: inFile } = JSON.parse(await readFile(file, 'utf8'));
    expect(cookies.length).toBeGreaterThan(0);
    expect(inFile).toBeUndefined();
    const id = String((exported.lines[0]?.lease as { id?: string } | undefined)?.id);
    const renewed = await here(['profiles', 'renew-lease', id, '600']);
    expect(renewed).toMatchObject({ code: 0, lines: [{ id }] });
    expect(await here(['agents', 'update', agentId(), '--keep-alive', '--no-auto-reauth'])).toMatchObject({
      lines: [{ keep_alive: true, auto_reauth: false, in_use_until: renewed.lines[0]?.expires_at }],
    });
    expect(await here(['profiles', 'release-lease', id])).toMatchObject({ code: 0, lines: [{ released: id }] });
    const args = ['profiles', 'import', 'copy', '--storage-state', '-', '--domain', stack.domain];
    expect(await here(args, await readFile(file, 'utf8'))).toMatchObject({ code: 0, lines: [{ name: 'copy' }] });
    expect((await here(['profiles', 'list'])).lines.map((line) => line.name)).toEqual(
      expect.arrayContaining(['cli', 'copy']),
    );
    expect(await here(['profiles', 'delete', 'copy'])).toMatchObject({ code: 0 });
    expect(await here(['profiles', 'show', 'copy'])).toMatchObject({
      code: 1,
      lines: [{ error: { code: 'profile_not_found' } }],
    });
  });

  it('logs in again without being asked, and cleans up', async () => {
    const { lines } = await here(['agents', 'reauth', agentId()]);
    expect(lines).toMatchObject([{ type: 'reauth', invocation_id: expect.stringMatching(/^inv_/) }]);
    expect(lines[0]).not.toHaveProperty('handoff_code');
    expect(await here(['invocations', 'follow', String(lines[0]?.invocation_id)])).toMatchObject({ code: 0 });
    expect(await here(['agents', 'delete', agentId()])).toMatchObject({ code: 0 });
    expect(await here(['agents', 'show', agentId()])).toMatchObject({
      code: 1,
      lines: [{ error: { code: 'agent_not_found' } }],
    });
    expect(await here(['credentials', 'delete', 'partial'])).toMatchObject({ code: 0 });
  });
});
