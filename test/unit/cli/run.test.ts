import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../../cli/run.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { fakeIo } from './fake-io.js';

const SECRET = 'canary-31b7';
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'agent-auth-cli-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function* each<T>(...items: T[]): AsyncGenerator<T> {
  yield* items;
}

describe('exit codes', () => {
  it.each([
    ['no_stack', 3],
    ['temporal_unavailable', 3],
    ['worker_unavailable', 3],
    ['needs_human', 4],
    ['invalid_domain', 2],
    ['credentials_invalid', 1],
    ['credential_not_found', 1],
    ['forbidden', 1],
  ] as const)('of %s is %i', async (code, exit) => {
    const io = fakeIo({ connectError: new AgentAuthError(code) });
    expect(await run(['credentials', 'list'], io)).toBe(exit);
    expect(io.stdout).toEqual([]);
    expect(io.stderr[0]).toContain(`(${code})`);
  });

  it.each([
    [['nonsense']],
    [['credentials']],
    [['credentials', 'create', 'x']],
    [['credentials', 'list', '--nonsense']],
    [['login', 'example.com', '--timeout', 'soon']],
    [['agents', 'ensure']],
  ])('of the wrong call %j is 2', async (args) => {
    expect(await run(args, fakeIo())).toBe(2);
  });

  it('of --version is 0, and prints the one of the package', async () => {
    const io = fakeIo();
    expect(await run(['--version'], io)).toBe(0);
    expect(io.stdout.join('\n')).toMatch(/^\d+\.\d+\.\d+/);
  });

  it.each([[['--help']], [['login', '--help']], [['credentials', '--help']]])('of %j is 0', async (args) => {
    const io = fakeIo();
    expect(await run(args, io)).toBe(0);
    expect(io.stdout.join('\n')).toContain('Usage: agent-auth');
  });
});

describe('errors', () => {
  it('are a sentence and what to do next, without a stack', async () => {
    const io = fakeIo({ connectError: new AgentAuthError('no_stack') });
    await run(['credentials', 'list'], io);
    expect(io.stderr).toEqual([
      'error: No stack is running. (no_stack)',
      '  Start it with `agent-auth up`, and go on when it says "Ready". Or set TEMPORAL_ADDRESS.',
    ]);
  });

  it('are one object on stdout with --json, wherever it stands', async () => {
    for (const args of [
      ['--json', 'credentials', 'list'],
      ['credentials', 'list', '--json'],
    ]) {
      const io = fakeIo({ connectError: new AgentAuthError('forbidden') });
      expect(await run(args, io)).toBe(1);
      expect(io.stdout.map((line) => JSON.parse(line))).toMatchObject([{ error: { code: 'forbidden', details: {} } }]);
      expect(io.stderr).toEqual([]);
    }
  });

  it('are JSON for a wrong call as well, and do not repeat it', async () => {
    const io = fakeIo();
    expect(await run(['login', 'example.com', `--pasword=${SECRET}`, '--json'], io)).toBe(2);
    expect(io.stdout.map((line) => JSON.parse(line))).toMatchObject([{ error: { code: 'invalid_input' } }]);
    expect(io.stdout.join()).not.toContain(SECRET);
    expect(io.stderr).toEqual([]);
  });

  it('that nobody foresaw do not quote what they are about', async () => {
    const io = fakeIo({ connectError: new TypeError(SECRET) });
    expect(await run(['credentials', 'list'], io)).toBe(1);
    expect([...io.stdout, ...io.stderr].join()).not.toContain(SECRET);
  });

  it('name the fields, also those that are objects', async () => {
    const details = { invocation_id: 'inv_1', pending_fields: [{ name: 'password' }, { name: 'code' }] };
    const io = fakeIo({ connectError: new AgentAuthError('needs_human', details) });
    await run(['agents', 'ensure', 'example.com'], io);
    expect(io.stderr[1]).toBe('  invocation_id: inv_1; pending_fields: password, code');
  });
});

describe('credentials', () => {
  const create = (given: unknown[]) => ({ credentials: { create: async (input: unknown) => given.push(input) } });

  it('are created from stdin', async () => {
    const given: unknown[] = [];
    const stdin = JSON.stringify({ values: { email: 'a@b.c' }, totp_secret: SECRET });
    const io = fakeIo({ stdin, auth: create(given) });
    const args = ['credentials', 'create', 'github', '--domain', 'github.com', '--from', '-'];
    expect(await run(args, io)).toBe(0);
    expect(given).toEqual([{ name: 'github', domain: 'github.com', values: { email: 'a@b.c' }, totp_secret: SECRET }]);
    expect([...io.stdout, ...io.stderr].join()).not.toContain(SECRET);
  });

  it.each([`{"values": ${SECRET}`, `"${SECRET}"`, `["${SECRET}"]`])('are not created from %j', async (stdin) => {
    const given: unknown[] = [];
    const io = fakeIo({ stdin, auth: create(given) });
    const args = ['credentials', 'create', 'github', '--domain', 'github.com', '--from', '-'];
    expect(await run(args, io)).toBe(2);
    expect(given).toEqual([]);
    expect([...io.stdout, ...io.stderr].join()).not.toContain(SECRET);
  });

  it.each(['\n', '\r\n'])('lose one line break at the end of a value, %j, and that is told', async (end) => {
    const given: unknown[] = [];
    const values = { email: 'a@b.c', password: `${SECRET}\n${end}`, pin: `12${end}` };
    const io = fakeIo({ stdin: JSON.stringify({ values }), auth: create(given) });
    await run(['credentials', 'create', 'github', '--domain', 'github.com', '--from', '-'], io);
    // What is left of two is refused by the vault.
    expect(given).toMatchObject([{ values: { email: 'a@b.c', password: `${SECRET}\n`, pin: '12' } }]);
    expect(io.stderr.filter((line) => line.startsWith('note: '))).toEqual([
      'note: the line break at the end of password is left out.',
      'note: the line break at the end of pin is left out.',
    ]);
    expect(io.stderr.join()).not.toContain(SECRET);
  });

  it('are not created from a file that is not there', async () => {
    const args = ['credentials', 'create', 'x', '--domain', 'a.com', '--from', join(dir, 'none.json')];
    expect(await run(args, fakeIo({ auth: create([]) }))).toBe(2);
  });

  it('are listed one a line', async () => {
    const one = { name: 'a', domain: 'a.com', value_keys: ['email'], has_totp_secret: true };
    const two = { name: 'b', domain: 'b.com', value_keys: [], has_totp_secret: false };
    const auth = { credentials: { list: () => each(one, two) } };
    const json = fakeIo({ auth });
    expect(await run(['credentials', 'list', '--json'], json)).toBe(0);
    expect(json.stdout.map((line) => JSON.parse(line))).toEqual([one, two]);
    const text = fakeIo({ auth });
    await run(['credentials', 'list'], text);
    expect(text.stdout[0]).toMatch(/^a +a\.com +email, totp_secret$/);
  });
});

describe('learned recipes', () => {
  const ID = 'agent_example.com_work';
  const learned = {
    auth_agent_id: ID,
    domain: 'example.com',
    login_url: 'https://example.com/in',
    pages: [
      { host: 'example.com', path: '/in', forms: [{ fields: ['email'] }] },
      { host: 'example.com', path: '/password', forms: [{ fields: ['password'] }] },
    ],
    learned_at: '2026-01-01T10:00:00.000Z',
  };

  it('are listed one a line, in words', async () => {
    const auth = { recipes: { list: () => each(learned) } };
    const text = fakeIo({ auth });
    expect(await run(['recipes', 'list'], text)).toBe(0);
    expect(text.stdout).toEqual([
      expect.stringMatching(
        /^agent_example\.com_work +2026-\S+Z {2}example\.com\/in \(email\), then example\.com\/password \(password\)$/,
      ),
    ]);
    const json = fakeIo({ auth });
    await run(['recipes', 'list', '--json'], json);
    expect(json.stdout.map((line) => JSON.parse(line))).toEqual([learned]);
  });

  it('are forgotten, and it is said when there was nothing', async () => {
    const known = new Set([ID]);
    const auth = { recipes: { forget: async (id: string) => ({ forgotten: known.delete(id) }) } };
    const io = fakeIo({ auth });
    expect(await run(['recipes', 'forget', ID], io)).toBe(0);
    expect(await run(['recipes', 'forget', ID], io)).toBe(0);
    expect(io.stdout).toEqual([`Forgot what ${ID} had learned.`, `${ID} had learned nothing.`]);
  });

  it('of an agent that is not there are an error that says what to do', async () => {
    const refuse = async () => {
      throw new AgentAuthError('agent_not_found');
    };
    const io = fakeIo({ auth: { recipes: { forget: refuse } } });
    expect(await run(['recipes', 'forget', ID], io)).toBe(1);
    expect(io.stderr.join('\n')).toContain('(agent_not_found)\n  List the agents to see their ids, or create one.');
  });
});

describe('profiles export', () => {
  const storage_state = { cookies: [{ name: 'sid', value: SECRET }], origins: [] };
  const auth = (needs_session_storage = false) => ({
    profiles: {
      retrieve: async (name: string) => ({ name, version: 3, needs_session_storage }),
      storageState: async () => storage_state,
    },
  });
  const args = (file: string) => ['profiles', 'export', 'work', '--storage-state', file];

  it('writes a file that its owner alone can read, also over one that all can', async () => {
    const file = join(dir, 'session.json');
    await writeFile(file, 'old', { mode: 0o644 });
    const io = fakeIo({ auth: auth() });
    expect(await run(args(file), io)).toBe(0);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(storage_state);
    expect(await readdir(dir)).toEqual(['session.json']);
    expect([...io.stdout, ...io.stderr].join()).not.toContain(SECRET);
  });

  it('warns when the session needs what the format omits', async () => {
    const io = fakeIo({ auth: auth(true) });
    await run(args(join(dir, 's.json')), io);
    expect(io.stderr.join()).toContain('sessionStorage');
    const json = fakeIo({ auth: auth(true) });
    await run([...args(join(dir, 's.json')), '--json'], json);
    expect(JSON.parse(json.stdout[0] ?? '')).toMatchObject({ warning: expect.stringContaining('sessionStorage') });
  });

  it('leaves nothing behind when it can not write', async () => {
    expect(await run(args(join(dir, 'none', 's.json')), fakeIo({ auth: auth() }))).toBe(2);
    expect(await readdir(dir)).toEqual([]);
  });
});
