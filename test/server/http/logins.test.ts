import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentAuth, type AgentAuthInvocation } from '../../../client/index.js';
import { callerOf } from '../../../client/internal.js';
import { makeHandoff } from '../../../client/random.js';
import { findStack } from '../../../client/stack/find-stack.js';
import * as messages from '../../../contract/messages.js';
import { readPublishedKey } from '../../../contract/sealing/published-key.js';
import { sealText } from '../../../contract/sealing/seal.js';
import { SAMPLE_USER } from '../../sites/sample.js';
import { joinTestStack, type TestStack } from '../../support/stack.js';
import { variant } from '../../support/variants.js';
import {
  type Ask,
  adminKey,
  asker,
  keyWith,
  startTestServer,
  storePartial,
  type TestServer,
  waitingLogin,
} from './support.js';

let stack: TestStack;
let server: TestServer;
let ask: Ask;
let key: string;
/** Makes links to the test's own server. */
let auth: AgentAuth;
beforeAll(async () => {
  stack = await joinTestStack();
  server = await startTestServer(stack);
  ask = asker(server.url);
  key = await adminKey(stack);
  auth = await AgentAuth.connect({ state_dir: stack.stateDir, http_url: server.url });
  await storePartial(stack);
});
afterAll(async () => {
  await auth?.close();
  await server?.stop();
  await stack?.stop();
});

const waiting = (profile: string): Promise<AgentAuthInvocation> => waitingLogin(auth, stack.domain, profile);
const pathOf = ({ invocation_id }: { invocation_id: string }): string => `/agents/auth/invocations/${invocation_id}`;

/** A new link, made with a key that may. */
async function linkTo(login: AgentAuthInvocation): Promise<{ handoff_code: string; hosted_url: string }> {
  const { status, body } = await ask('POST', `${pathOf(login)}/handoff`, key);
  expect(status).toBe(200);
  return body as never;
}

async function tokenFor(login: AgentAuthInvocation): Promise<string> {
  const { handoff_code } = await linkTo(login);
  const { body } = await ask('POST', `${pathOf(login)}/exchange`, null, { code: handoff_code });
  return (body as unknown as { jwt: string }).jwt;
}

async function sealed(login: AgentAuthInvocation, password: string) {
  const { invocation_id, question } = login;
  const published = await readPublishedKey(login.sealing_key!, invocation_id, null);
  const place = { purpose: 'answer', invocation: invocation_id, step: question, field: 'password' } as const;
  return { question, kid: published.kid, sealed_values: { password: await sealText(password, published, place) } };
}

describe('a link', () => {
  it('works once, also when shown by several at once, and is good for this login only', async () => {
    const login = await waiting('once');
    const { handoff_code, hosted_url } = await linkTo(login);
    expect(hosted_url).toBe(`${server.url}${pathOf(login)}?code=${handoff_code}`);
    const exchange = () => ask('POST', `${pathOf(login)}/exchange`, null, { code: handoff_code });
    const answers = await Promise.all([exchange(), exchange(), exchange()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
    expect(answers.find(({ status }) => status === 410)!.body.code).toBe('handoff_expired');
    const { jwt } = answers.find(({ status }) => status === 200)!.body as unknown as { jwt: string };

    const seen = await ask('GET', pathOf(login), jwt);
    expect(seen).toMatchObject({
      status: 200,
      body: { step: 'awaiting_input', pending_fields: [{ name: 'password' }] },
    });
    const other = await waiting('other');
    expect((await ask('GET', pathOf(other), jwt)).body.code).toBe('forbidden');
    expect((await ask('GET', '/credentials', jwt)).body.code).toBe('forbidden');
    expect((await ask('POST', `${pathOf(login)}/handoff`, jwt)).body.code).toBe('forbidden');
    for (const broken of [`${jwt}x`, jwt.slice(0, -4), `${jwt.split('.').slice(0, 2).join('.')}.`])
      expect((await ask('GET', pathOf(login), broken)).body.code).toBe('unauthorized');
  });

  it('that was made by a Signal alone, without an access key, is none', async () => {
    const login = await waiting('once');
    const { code, hash } = makeHandoff();
    const { temporal } = callerOf(auth);
    await temporal.workflow.getHandle(login.invocation_id).signal(messages.invocation.addHandoff, hash);
    const exchanged = await ask('POST', `${pathOf(login)}/exchange`, null, { code });
    expect(exchanged).toMatchObject({ status: 410, body: { code: 'handoff_expired' } });
  });

  it('is refused with a wrong code, and when the login has ended', async () => {
    const login = await waiting('ended');
    const { handoff_code } = await linkTo(login);
    expect(await ask('POST', `${pathOf(login)}/exchange`, null, { code: 'x'.repeat(44) })).toMatchObject({
      status: 410,
    });
    await auth.agents.auth.invocations.cancel(login.invocation_id);
    await auth.agents.auth.invocations.wait(login.invocation_id, { timeout: 30 });
    expect(await ask('POST', `${pathOf(login)}/exchange`, null, { code: handoff_code })).toMatchObject({ status: 410 });
  });

  it('shows a person the page, under a policy that lets nothing in from elsewhere', async () => {
    const login = await waiting('once');
    const page = await ask('GET', `${pathOf(login)}?code=x`, null, undefined, { accept: 'text/html' });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    const policy = page.headers.get('content-security-policy')!;
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(policy).toContain("frame-ancestors 'none'");
    const assets = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    expect(assets.length).toBeGreaterThan(0);
    for (const asset of assets) expect((await ask('GET', asset)).status, asset).toBe(200);
    expect((await ask('GET', '/hosted/config.json')).body).toEqual({ allowed_return_urls: [] });
    for (const path of ['/hosted/..%2fapp.js', '/hosted/%2e%2e/app.js', '/hosted/nothing.js'])
      expect((await ask('GET', path)).status, path).toBe(404);
  });
});

describe('an answer', () => {
  it('sealed by the person is taken, streamed to its end, and taken once', async () => {
    const login = await waiting('sealed');
    const jwt = await tokenFor(login);
    const stream = await fetch(`${server.url}${pathOf(login)}/events`, { headers: { authorization: `Bearer ${jwt}` } });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');

    const answer = await sealed(login, SAMPLE_USER.password);
    const several = [answer, await sealed(login, SAMPLE_USER.password), await sealed(login, SAMPLE_USER.password)];
    const answers = await Promise.all(several.map((one) => ask('POST', `${pathOf(login)}/submit`, jwt, one)));
    const refused = answers.filter(({ status }) => status !== 202);
    expect(refused).toHaveLength(2);
    // On a busy machine the login can be over before the last of them comes.
    for (const { body } of refused) expect(body.code).toMatch(/^(?:submit_in_progress|invocation_ended)$/);
    const { body } = await ask('GET', pathOf(login), jwt);
    expect(body).toMatchObject({ pending_fields: [] });
    expect(body.step).toMatch(/^(?:submitting|completed)$/);

    const events = await stream.text();
    const states = [...events.matchAll(/^event: state\ndata: (.*)$/gm)].map((match) => JSON.parse(match[1]!));
    expect(states[0]).toMatchObject({ step: 'awaiting_input' });
    expect(states.at(-1)).toMatchObject({ status: 'SUCCESS', submitted_fields: ['password'] });
    expect(events).not.toContain(SAMPLE_USER.password);
    expect(server.log.join('')).not.toContain(SAMPLE_USER.password);
    expect(
      (await ask('POST', `${pathOf(login)}/submit`, jwt, several[answers.findIndex(({ status }) => status === 202)]))
        .status,
    ).toBe(202);
    const late = await sealed(login, SAMPLE_USER.password);
    expect((await ask('POST', `${pathOf(login)}/submit`, jwt, late)).body.code).toBe('invocation_ended');
  });

  variant('in plain is taken once however often it is sent', async () => {
    const login = await waiting('repeated');
    const { invocations } = auth.agents.auth;
    const answer = { field_values: { password: SAMPLE_USER.password } };
    const submit = (body: unknown, headers = {}) => ask('POST', `${pathOf(login)}/submit`, key, body, headers);
    const together = await Promise.all([submit(answer), submit(answer), submit(answer)]);
    expect(together.map(({ status }) => status)).toEqual([202, 202, 202]);
    const other = await submit({ field_values: { password: 'another' } });
    expect(other.body.code).toMatch(/^(?:submit_in_progress|invocation_ended)$/);
    await invocations.cancel(login.invocation_id).catch(() => undefined);
    const end = await invocations.wait(login.invocation_id, { timeout: 60 });
    expect(end.timeline.filter(({ event }) => event === 'submitted')).toHaveLength(1);
    expect((await submit(answer, { 'x-stainless-retry-count': '1' })).status).toBe(202);
    expect((await submit({ field_values: { password: 'another' } })).body.code).toBe('invocation_ended');
  });

  it('that does not fit is refused, and the login goes on waiting', async () => {
    const login = await waiting('misfit');
    const answerKey = await keyWith(stack, 'answer');
    const answer = await sealed(login, SAMPLE_USER.password);
    const submit = (body: unknown) => ask('POST', `${pathOf(login)}/submit`, answerKey, body);
    const codes = [
      await submit({ ...answer, question: login.question + 1 }),
      await submit({ ...answer, kid: 'another' }),
      await submit({ ...answer, sealed_values: { password: SAMPLE_USER.password } }),
      await submit({ ...answer, sealed_values: { other: answer.sealed_values.password } }),
      await submit({ ...answer, sealed_values: {} }),
      await submit({ field_values: { password: '' } }),
      await submit({ sso_button: 'google' }),
    ].map(({ status, body }) => `${status} ${body.code}`);
    expect(codes).toEqual([
      '409 stale_step',
      '400 wrong_key',
      '422 unreadable_value',
      '422 unknown_field',
      '422 missing_field',
      '422 empty_value',
      '422 unknown_option',
    ]);
    expect((await ask('GET', pathOf(login), answerKey)).body).toMatchObject({ version: login.version });
  });
});

it('a server that stops sends streams away, and those in flight get their answer', async () => {
  const login = await waiting('stopping');
  const short = await startTestServer(stack);
  const headers = { authorization: `Bearer ${key}` };
  const stream = await fetch(`${short.url}${pathOf(login)}/events`, { headers });
  const reader = stream.body!.getReader();
  await reader.read();
  const inFlight = request(`${short.url}/credentials`, { headers: { ...headers, expect: '100-continue' } });
  inFlight.flushHeaders();
  // Says that the server has it.
  await once(inFlight, 'continue');
  const [[stopped]] = await Promise.all([once(inFlight.end(), 'response'), short.stop()]);
  expect(stopped.resume().statusCode).toBe(200);
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read())
    rest += new TextDecoder().decode(part.value);
  expect(rest).toMatch(/event: stopping\n(?:.*\n)*retry: \d+/);
  await expect(fetch(`${short.url}/healthz`)).rejects.toThrow();
});

variant(
  'the server of the stack that lost its port to somebody else comes back at another, and the stack says where',
  async () => {
    const { http_url: lost, pids } = stack.stack.file;
    process.kill(pids.server!, 'SIGKILL');
    const somebodyElse = await takePort(Number(new URL(lost!).port));
    await expect
      .poll(async () => (await stack.pids()).server, { timeout: 30_000, interval: 200 })
      .not.toBe(pids.server);
    const { http_url: found } = (await findStack(stack.stateDir))!;
    expect(found).not.toBe(lost);
    expect((await asker(found!)('GET', '/agents/auth', key)).status).toBe(200);
    somebodyElse.close();
  },
);

/** As soon as whoever had it has gone. */
async function takePort(port: number): Promise<Server> {
  for (;;) {
    const server = createServer().listen(port, '127.0.0.1');
    const isMine = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (isMine) return server;
    await sleep(5);
  }
}
