import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinTestStack, type TestStack } from '../../support/stack.js';
import { variants } from '../../support/variants.js';
import { type Answer, type Ask, adminKey, asker, keyWith, startTestServer, type TestServer } from './support.js';

const INVOCATION = `inv_${'x'.repeat(22)}`;

let stack: TestStack;
let server: TestServer;
let ask: Ask;
let key: string;
beforeAll(async () => {
  stack = await joinTestStack();
  server = await startTestServer(stack);
  ask = asker(server.url);
  key = await adminKey(stack);
});
afterAll(async () => {
  await server?.stop();
  await stack?.stop();
});

const refusal = ({ status, body }: Answer) => [status, body.code];

describe('who may not', () => {
  it('shows nothing, or what is no key', async () => {
    for (const shown of [null, 'canary', 'aak.short', `aak.${'x'.repeat(12)}.${'y'.repeat(43)}.${'z'.repeat(43)}`]) {
      const answer = await ask('GET', '/credentials', shown);
      expect(refusal(answer)).toEqual([401, 'unauthorized']);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(answer.text).not.toContain('canary');
    }
  });

  it('shows a key with the right id and another secret', async () => {
    const [aak, id, , pin] = key.split('.');
    expect(refusal(await ask('GET', '/credentials', [aak, id, 'A'.repeat(43), pin].join('.')))).toEqual([
      401,
      'unauthorized',
    ]);
  });

  it('shows a key that was revoked', async () => {
    const { id, access_key } = await stack.auth.keys.create({ name: 'gone', scopes: ['admin'] });
    await stack.auth.keys.revoke(id);
    expect(refusal(await ask('GET', '/credentials', access_key))).toEqual([401, 'unauthorized']);
  });

  it.each(
    variants(5, [
      ['answer', 'GET', '/agents/auth'],
      ['answer', 'POST', '/agents/auth/invocations'],
      ['answer', 'POST', `/agents/auth/invocations/${INVOCATION}/handoff`],
      ['answer', 'GET', '/credentials'],
      ['answer', 'GET', '/profiles/p/download'],
      ['orchestrate', 'POST', '/browsers'],
      ['orchestrate', 'GET', '/browsers/b'],
      ['orchestrate', 'POST', '/credentials'],
      ['orchestrate', 'PATCH', '/credentials/c'],
      ['orchestrate', 'DELETE', '/credentials/c'],
      ['orchestrate', 'GET', '/credentials/c/totp-code'],
      ['orchestrate', 'DELETE', '/agents/auth/agent_example.com_p'],
      ['orchestrate', 'DELETE', '/profiles/p'],
      ['orchestrate', 'POST', '/profiles/p/import'],
      ['orchestrate', 'GET', `/agents/auth/invocations/${INVOCATION}`],
    ] as const),
  )('shows a key with the scope %s for %s %s', async (scope, method, path) => {
    expect(refusal(await ask(method, path, await keyWith(stack, scope)))).toEqual([403, 'forbidden']);
  });
});

describe('access keys', () => {
  it('are made, listed without their secret, and ended; but not the last that may do everything', async () => {
    const { keys } = stack.auth;
    const made = await keys.create({ name: 'bot', scopes: ['answer', 'orchestrate', 'answer'] });
    const listed = await keys.list({ limit: 100 });
    expect(listed.items.find(({ id }) => id === made.id)).toEqual({
      id: made.id,
      name: 'bot',
      scopes: ['answer', 'orchestrate'],
      created_at: made.created_at,
    });
    expect(JSON.stringify(listed)).not.toContain(made.access_key.split('.')[2]);
    await keys.revoke(made.id);
    await expect(keys.revoke(made.id)).rejects.toMatchObject({ code: 'key_not_found' });
    const { id } = await keys.check();
    await expect(keys.revoke(id)).rejects.toMatchObject({ code: 'last_admin_key' });
    await expect(keys.check()).resolves.toMatchObject({ id, scopes: ['admin'] });
  });
});

describe('what is not there', () => {
  it.each(
    variants(4, [
      ['GET', '/nothing', 'no_such_address'],
      ['GET', '/credentials/nobody', 'credential_not_found'],
      ['GET', '/credentials/nobody/totp-code', 'credential_not_found'],
      ['GET', '/agents/auth/nobody', 'agent_not_found'],
      ['GET', '/agents/auth/agent_example.com_nobody', 'agent_not_found'],
      ['GET', `/agents/auth/invocations/${INVOCATION}`, 'invocation_not_found'],
      ['GET', `/agents/auth/invocations/${INVOCATION}/events`, 'invocation_not_found'],
      ['POST', `/agents/auth/invocations/${INVOCATION}/handoff`, 'invocation_not_found'],
      ['GET', '/profiles/nobody', 'profile_not_found'],
      ['GET', '/profiles/nobody/download', 'profile_not_found'],
      ['GET', '/browsers/nobody', 'browser_not_found'],
      ['DELETE', '/org/credential-providers/nobody', 'provider_not_found'],
    ]),
  )('%s %s is 404 %s', async (method, path, code) => {
    expect(refusal(await ask(method, path, key))).toEqual([404, code]);
  });

  it('is the address for another method', async () => {
    const answer = await ask('PUT', '/credentials/c', key, {});
    expect(refusal(answer)).toEqual([405, 'method_not_allowed']);
    expect(answer.headers.get('allow')).toBe('GET, PATCH, DELETE');
  });
});

describe('a body', () => {
  it.each<[string, string, unknown, number, string, object]>([
    ['that is no JSON', '/credentials', '{"name": canary}', 400, 'invalid_input', {}],
    [
      'that is not said to be JSON',
      '/credentials',
      '{}',
      415,
      'unsupported_media_type',
      { 'content-type': 'text/plain' },
    ],
    ['that is a list', '/credentials', [], 400, 'invalid_input', {}],
    [
      'with an unknown member',
      '/agents/auth',
      { domain: 'example.com', profile_name: 'p', canary: 1 },
      400,
      'invalid_input',
      {},
    ],
    [
      'with a wrong type',
      '/agents/auth',
      { domain: 'example.com', profile_name: ['canary'] },
      400,
      'invalid_input',
      {},
    ],
    ['with a bad domain', '/agents/auth', { domain: 'canary/../x', profile_name: 'p' }, 400, 'invalid_domain', {}],
    [
      'with a bad name',
      '/agents/auth',
      { domain: 'example.com', profile_name: 'a\r\nX: canary' },
      400,
      'invalid_name',
      {},
    ],
    [
      'with a bad address',
      '/agents/auth',
      { domain: 'example.com', profile_name: 'p', login_url: 'javascript:canary' },
      400,
      'invalid_url',
      {},
    ],
    [
      'with two answers',
      `/agents/auth/invocations/${INVOCATION}/submit`,
      { sso_button: 'canary', selected_mfa_type: 'sms' },
      400,
      'invalid_input',
      {},
    ],
    ['with no answer', `/agents/auth/invocations/${INVOCATION}/submit`, {}, 400, 'invalid_input', {}],
    [
      'for what is not there',
      `/agents/auth/invocations/${INVOCATION}/submit`,
      { sso_button: 'canary' },
      404,
      'invocation_not_found',
      {},
    ],
    ['with a prototype', '/credentials', '{"__proto__": {"name": "canary"}}', 400, 'invalid_name', {}],
  ])('%s is refused, and not repeated', async (_, path, body, status, code, headers) => {
    const answer = await ask('POST', path, key, body, headers);
    expect(refusal(answer)).toEqual([status, code]);
    // The name of a member may be, its value not.
    expect(answer.text).not.toMatch(/canary\b(?!"|: is not known here)/);
    expect(answer.headers.get('x-should-retry')).toBe('false');
  });

  it('of 1 MB is refused', async () => {
    const values = { password: 'x'.repeat(1024 * 1024) };
    const answer = await ask('POST', '/credentials', key, { name: 'big', domain: 'example.com', values });
    expect(refusal(answer)).toEqual([413, 'request_too_large']);
  });

  it('of 1 MB that does not say how long it is, is refused', async () => {
    const status = await new Promise((resolve, reject) => {
      const sending = request(
        `${server.url}/credentials`,
        { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' } },
        (response) => resolve(response.statusCode),
      );
      sending.on('error', reject);
      for (let sent = 0; sent < 16; sent += 1) sending.write('x'.repeat(64 * 1024));
      sending.end();
    });
    expect(status).toBe(413);
  });
});

describe('a query', () => {
  it.each(['limit=0', 'limit=101', 'limit=x', 'offset=-1', 'offset=1e99'])('%s is refused', async (query) => {
    expect(refusal(await ask('GET', `/credentials?${query}`, key))).toEqual([400, 'invalid_input']);
  });
});

describe('every answer', () => {
  it('is closed to other origins, caches, frames and guesses', async () => {
    for (const path of ['/credentials', '/healthz', '/nothing']) {
      const { headers } = await ask('GET', path, key, undefined, { origin: 'https://evil.example' });
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
    const preflight = await ask('OPTIONS', '/credentials', null, undefined, {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('says how much is left of the limit', async () => {
    const small = await startTestServer(stack, { requestsPerMinute: 2 });
    const askSmall = asker(small.url);
    const answers = [];
    for (let times = 0; times < 3; times += 1) answers.push(await askSmall('GET', '/credentials', key));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['1', '0', '0']);
    expect(answers[0]!.headers.get('x-ratelimit-limit')).toBe('2');
    expect(answers[2]!.body.code).toBe('too_many_requests');
    expect(Number(answers[2]!.headers.get('retry-after'))).toBeGreaterThan(0);
    await small.stop();
  });

  it('slows down who guesses, and nobody else', async () => {
    const other = await startTestServer(stack);
    const askOther = asker(other.url);
    expect((await askOther('GET', '/credentials', key)).status).toBe(200);
    const guesses = await Promise.all(
      Array.from({ length: 150 }, (_, at) => askOther('GET', '/credentials', `guess${at}`)),
    );
    expect(guesses.at(-1)).toMatchObject({ status: 429 });
    expect((await askOther('GET', '/credentials', key)).status).toBe(200);
    await other.stop();
  });
});

describe('health', () => {
  it('is told to anybody', async () => {
    expect((await ask('GET', '/healthz')).body).toEqual({ status: 'ok' });
    expect(await ask('GET', '/readyz')).toMatchObject({
      status: 200,
      body: { temporal: true, worker: true, vault: true },
    });
  });
});

it('the log tells each request by its route, and nothing that was sent', async () => {
  await ask('POST', '/credentials?canary1=1', key, {
    name: 'logged',
    domain: 'example.com',
    values: { password: 'canary2' },
    totp_secret: 'JBSWY3DPEHPK3PXP',
  });
  await ask('GET', '/credentials/canary3', key);
  const text = server.log.join('');
  expect(text).toContain('"route":"/credentials/:id"');
  expect(text).toContain(`"caller":"${key.split('.')[1]}"`);
  for (const secret of ['canary1', 'canary2', 'canary3', 'JBSWY3DPEHPK3PXP', key.split('.')[2]!])
    expect(text).not.toContain(secret);
});
