import { describe, expect, it } from 'vitest';
import { run } from '../../../cli/run.js';
import { fromState } from '../../../client/invocations/shape.js';
import { parseSite } from '../../../contract/address/domain.js';
import type { InvocationState } from '../../../contract/invocation/invocation.js';
import { field, invocationState } from '../client/invocation-state.js';
import { type FakeIoOptions, fakeIo } from './fake-io.js';

const SECRET = 'canary-90d2';
const ID = 'inv_abcdefghijklmnop';
const at = '2026-01-01T10:00:00.000Z';

const asking = (version: number, more: Partial<InvocationState> = {}) =>
  fromState(
    invocationState({
      version,
      question: version,
      timeline: [
        { at, event: 'started' },
        { at, event: 'awaiting_input', fields: ['password'] },
      ],
      ...more,
    }),
  );
const ended = (version: number, more: Partial<InvocationState> = {}) =>
  asking(version, {
    status: 'SUCCESS',
    step: 'completed',
    pending_fields: [],
    submitted_fields: ['password'],
    timeline: [
      { at, event: 'started' },
      { at, event: 'awaiting_input', fields: ['password'] },
      { at, event: 'submitted', fields: ['password'] },
      { at, event: 'ended' },
    ],
    ...more,
  });

type State = ReturnType<typeof asking>;
const tick = () => new Promise((resolve) => setImmediate(resolve));

/** A login that goes through these states, the next one after each answer. */
function login(states: State[], io: FakeIoOptions = {}) {
  const submitted: unknown[] = [];
  const created: unknown[] = [];
  const auth = {
    agents: {
      auth: {
        create: async (input: unknown) => {
          created.push(input);
          return { id: 'agent_example.com_default' };
        },
        invocations: {
          create: async (input: unknown) => {
            created.push(input);
            return { invocation_id: ID };
          },
          async *follow(_: string, { signal }: { signal: AbortSignal }) {
            for (const state of states) {
              const before = submitted.length;
              yield state;
              while (state.step === 'awaiting_input' && submitted.length === before && !signal.aborted) await tick();
              if (signal.aborted) return;
            }
          },
          submit: async (_: string, answer: unknown) => submitted.push(answer),
        },
      },
    },
  };
  return { io: fakeIo({ auth, ...io }), submitted, created };
}

describe('login', () => {
  it('asks a person for what is missing and tells the story', async () => {
    const { io, submitted } = login([asking(1), ended(2)], { types: [SECRET] });
    expect(await run(['login', 'example.com'], io)).toBe(0);
    expect(submitted).toEqual([{ field_values: { password: SECRET } }]);
    expect(io.asked).toEqual(['password']);
    const story = io.stdout.map((line) => line.replace(/^\S+ +\S +/, ''));
    expect(story).toEqual([
      'logs in to example.com for profile work',
      'waits for password',
      'got password, sealed',
      'SUCCESS',
      expect.stringContaining('agent-auth profiles export work'),
    ]);
    expect([...io.stdout, ...io.stderr].join()).not.toContain(SECRET);
  });

  it('takes prepared answers, and creates what was asked for', async () => {
    const { io, submitted, created } = login([asking(1), ended(2)], {
      stdin: JSON.stringify({ password: SECRET, code: 'x' }),
    });
    const args = ['login', 'https://example.com/in?a=1', '--answers', '-', '--profile', 'p', '--credential', 'c'];
    expect(await run([...args, '--save-credential-as', 's', '--json'], io)).toBe(0);
    expect(submitted).toEqual([{ field_values: { password: SECRET } }]);
    expect(created).toEqual([
      { domain: 'example.com', login_url: 'https://example.com/in?a=1', profile_name: 'p', credential_name: 'c' },
      { auth_agent_id: 'agent_example.com_default', save_credential_as: 's' },
    ]);
    const lines = io.stdout.map((line) => JSON.parse(line));
    expect(lines.map((line) => line.event)).toEqual(['started', 'awaiting_input', 'submitted', 'ended', 'session']);
    expect(io.stderr).toEqual([]);
  });

  it.each([
    [['--no-stay-signed-in'], { stay_signed_in: false }],
    [['--stay-signed-in'], { stay_signed_in: true }],
    [['--allow', 'id.example', 'sso.example'], { allowed_domains: ['id.example', 'sso.example'] }],
    [['--send-to', 'auth.example'], { send_to: ['auth.example'] }],
    [[], {}],
  ])('tells the agent what the options say: %j', async (options, told) => {
    const { io, created } = login([ended(2)]);
    expect(await run(['login', 'example.com', ...options], io)).toBe(0);
    expect(created[0]).toEqual({ domain: 'example.com', profile_name: 'default', ...told });
  });

  it('ends with 4 and the id when nobody is there to ask', async () => {
    const { io, submitted } = login([asking(1)]);
    expect(await run(['login', 'example.com'], io)).toBe(4);
    expect(submitted).toEqual([]);
    expect(io.stderr.join('\n')).toContain(`invocation_id: ${ID}; pending_fields: password`);
  });

  it('ends with 4 when the person gives up', async () => {
    const { io } = login([asking(1)], { types: [] });
    expect(await run(['login', 'example.com'], io)).toBe(4);
  });

  it('takes the question away when somebody answers it elsewhere, and tells the rest of the story', async () => {
    const { io, submitted } = login([]);
    let taken = false;
    const here = {
      ...io,
      interactive: true,
      askHidden: (_: string, signal?: AbortSignal) =>
        new Promise<null>((resolve) => {
          signal?.addEventListener('abort', () => {
            taken = true;
            resolve(null);
          });
        }),
      connect: async () => {
        const auth = await io.connect({});
        async function* follow() {
          yield asking(1);
          await tick();
          yield ended(2);
        }
        Object.assign(auth.agents.auth.invocations, { follow });
        return auth;
      },
    };
    expect(await run(['login', 'example.com'], here)).toBe(0);
    expect(taken).toBe(true);
    expect(submitted).toEqual([]);
    expect(io.stdout.join()).toContain('SUCCESS');
  });

  it('gives a prepared value once: what the site refused is not given to it again', async () => {
    const { io, submitted } = login([asking(1), asking(2)], { stdin: JSON.stringify({ password: SECRET }) });
    expect(await run(['login', 'example.com', '--answers', '-'], io)).toBe(4);
    expect(submitted).toHaveLength(1);
  });

  it('asks again for an empty value, and leaves out an optional one', async () => {
    const pending_fields = [field('password'), field('tenant', { required: false })];
    const { io, submitted } = login([asking(1, { pending_fields }), ended(2)], { types: ['', SECRET, ''] });
    expect(await run(['login', 'example.com'], io)).toBe(0);
    expect(submitted).toEqual([{ field_values: { password: SECRET } }]);
  });

  it('lets a person choose', async () => {
    const mfa_options = [
      { type: 'sms' as const, label: 'Text message', target: '+49 *** 12', description: null },
      { type: 'totp' as const, label: 'Authenticator', target: null, description: null },
    ];
    const { io, submitted } = login([asking(1, { pending_fields: [], mfa_options }), ended(2)], { types: ['7', '2'] });
    expect(await run(['login', 'example.com'], io)).toBe(0);
    expect(submitted).toEqual([{ selected_mfa_type: 'totp' }]);
    expect(io.stderr).toContain('  1  Text message (+49 *** 12)');
  });

  it.each<[string, Partial<InvocationState>, string]>([
    ['failed', { status: 'FAILED', error_code: 'captcha_blocked' }, 'captcha_blocked'],
    ['expired', { status: 'EXPIRED', step: 'expired', error_code: 'awaiting_input_timeout' }, 'awaiting_input_timeout'],
    ['was canceled', { status: 'CANCELED' }, 'invocation_ended'],
  ])('ends with 1 when the login %s', async (_, more, code) => {
    const { io } = login([ended(2, more)]);
    expect(await run(['login', 'example.com'], io)).toBe(1);
    expect(io.stderr.join()).toContain(`(${code})`);
  });

  it('prints where a failure left its picture, and what the site said', async () => {
    const left = { website_error: 'Are you a robot?', artefact: '/state/artefacts/inv.json' };
    const { io } = login([ended(2, { status: 'FAILED', error_code: 'captcha_blocked', ...left })]);
    await run(['login', 'example.com'], io);
    expect(io.stderr.join('\n')).toContain('website_error: Are you a robot?; artefact: /state/artefacts/inv.json');
  });

  it.each(['', 'not a site', 'https://user:pw@example.com', 'http://example.com', 'ftp://example.com'])(
    'refuses the site %j',
    async (site) => {
      const { io, created } = login([]);
      expect(await run(['login', site], io)).toBe(2);
      expect(created).toEqual([]);
    },
  );

  it.each([
    ['example.com', { domain: 'example.com' }],
    ['localhost:4000', { domain: 'localhost:4000' }],
    ['https://host:5001/path', { domain: 'host', login_url: 'https://host:5001/path' }],
    ['https://id.example.com/login', { domain: 'id.example.com', login_url: 'https://id.example.com/login' }],
  ])('takes %j for the site', async (text, site) => {
    expect(parseSite(text)).toEqual(site);
    const { io, created } = login([ended(1)]);
    expect(await run(['login', text], io)).toBe(0);
    expect(created[0]).toEqual({ ...site, profile_name: 'default' });
  });
});

describe('invocations submit', () => {
  const auth = (submitted: unknown[], state = asking(1)) => ({
    agents: {
      auth: {
        invocations: { retrieve: async () => state, submit: async (_: string, a: unknown) => submitted.push(a) },
      },
    },
  });

  it.each([
    [{ password: SECRET }, { field_values: { password: SECRET } }],
    [{ field_values: { password: SECRET } }, { field_values: { password: SECRET } }],
    [{ selected_mfa_type: 'totp' }, { selected_mfa_type: 'totp' }],
  ])('sends %j as %j', async (file, answer) => {
    const submitted: unknown[] = [];
    const io = fakeIo({ stdin: JSON.stringify(file), auth: auth(submitted) });
    expect(await run(['invocations', 'submit', ID, '--answers', '-'], io)).toBe(0);
    expect(submitted).toEqual([answer]);
    expect([...io.stdout, ...io.stderr].join()).not.toContain(SECRET);
  });

  it('asks on a terminal, and says 4 without one', async () => {
    const submitted: unknown[] = [];
    expect(await run(['invocations', 'submit', ID], fakeIo({ types: [SECRET], auth: auth(submitted) }))).toBe(0);
    expect(submitted).toEqual([{ field_values: { password: SECRET } }]);
    expect(await run(['invocations', 'submit', ID], fakeIo({ auth: auth(submitted) }))).toBe(4);
  });

  it('says that it has ended before it asks', async () => {
    const io = fakeIo({ types: [SECRET], auth: auth([], ended(2)) });
    expect(await run(['invocations', 'submit', ID], io)).toBe(1);
    expect(io.asked).toEqual([]);
  });
});
