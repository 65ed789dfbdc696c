import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AgentEvent } from '../../../client/index.js';
import { SAMPLE_USER } from '../../sites/sample.js';
import { type Received, startReceiver } from '../../support/receiver.js';
import { joinTestStack, SAMPLE_TOTP, type TestStack } from '../../support/stack.js';
import { call } from '../cli/call.js';

let stack: TestStack;
beforeAll(async () => {
  stack = await joinTestStack();
});
afterAll(() => stack.stop());

/** An agent that has all but the password. */
async function makeAgent(name: string): Promise<string> {
  const { auth, domain } = stack;
  const values = { email: SAMPLE_USER.email };
  await auth.credentials.create({ name, domain, values, totp_secret: SAMPLE_TOTP });
  const { id } = await auth.agents.auth.create({ domain, profile_name: name, credential_name: name });
  return id;
}

const of = (agent: string, received: readonly Received[]) =>
  received.filter(({ data }) => data.auth_agent_id === agent);
const isThere = (agent: string, type: string) => (received: readonly Received[]) =>
  of(agent, received).some((message) => message.type === type);

async function http(path: string, init: RequestInit = {}) {
  const { access_key } = await stack.auth.keys.create({ name: 'events', scopes: ['admin'] });
  const headers = { authorization: `Bearer ${access_key}`, 'content-type': 'application/json' };
  const response = await fetch(`${stack.stack.file.http_url}${path}`, { ...init, headers });
  return { status: response.status, body: response.status === 204 ? null : await response.json() };
}

it('a login is told in order to whoever reads, follows or has it sent, and by the timeline', async () => {
  const { auth } = stack;
  const { url, received, until } = await startReceiver();
  const made = await http('/webhooks', { method: 'POST', body: JSON.stringify({ url }) });
  expect(made).toMatchObject({ status: 201, body: { url, types: null, secret: expect.stringMatching(/^whsec_/) } });
  const { id: webhook, secret } = made.body;
  expect(await auth.webhooks.test(webhook)).toMatchObject({ state: 'delivered', last_status: 204 });
  expect(await http(`/webhooks/${webhook}/test`, { method: 'POST' })).toMatchObject({
    status: 200,
    body: { state: 'delivered', type: 'webhook.test' },
  });

  const agent = await makeAgent('told');
  const stop = new AbortController();
  const followed: AgentEvent[] = [];
  const following = (async () => {
    for await (const event of auth.events.follow({ auth_agent_id: agent, signal: stop.signal })) {
      followed.push(event);
      if (event.type === 'invocation.succeeded') stop.abort();
    }
  })();
  const { invocation_id } = await auth.agents.auth.invocations.create({ auth_agent_id: agent });
  await until(isThere(agent, 'invocation.needs_human'));
  await auth.agents.auth.invocations.submit(invocation_id, { field_values: { password: SAMPLE_USER.password } });
  await until(isThere(agent, 'invocation.succeeded'));
  await following;

  const { items } = await auth.events.list({ auth_agent_id: agent });
  expect(items.map(({ type }) => type)).toEqual([
    'invocation.started',
    'invocation.needs_human',
    'session.authenticated',
    'invocation.succeeded',
  ]);
  expect(items[1]?.data).toMatchObject({ invocation_id, waits_for: 'input', fields: ['password'], sequence: 2 });
  expect(of(agent, received).map(({ body, headers }) => new Webhook(secret).verify(body, headers))).toEqual(items);
  expect(followed).toEqual(items);
  expect(await http(`/events?agent=${agent}&after=${items[1]!.id}&limit=1`)).toEqual({ status: 200, body: [items[2]] });
  expect(await http('/events?after=evt_999999999999999_000000000000')).toMatchObject({
    status: 404,
    body: { code: 'event_not_found' },
  });

  const timeline = { id: invocation_id, type: 'login', status: 'SUCCESS', error_code: null };
  const { items: logins } = await auth.agents.auth.timeline(agent);
  expect(logins).toMatchObject([{ ...timeline, completed_at: expect.any(String) }]);
  expect(await http(`/agents/auth/${agent}/timeline?type=login`)).toEqual({ status: 200, body: logins });

  const command = (...args: string[]) => call(['cli', 'main.js'], [...args, '--json', '--state-dir', stack.stateDir]);
  const [listed, webhooks] = await Promise.all([command('events', '--agent', agent), command('webhooks', 'list')]);
  expect(listed.lines).toEqual(items);
  expect(webhooks.lines).toMatchObject([{ id: webhook, pending: 0, failed: 0 }]);
});

it('what a receiver did not take it gets once it does, from a worker that was started meanwhile', async () => {
  const { auth } = stack;
  const { url, until } = await startReceiver((_, count) => (count === 1 ? 500 : 204));
  const { id } = await auth.webhooks.create({ url, types: ['invocation.started', 'invocation.canceled'] });
  const agent = await makeAgent('retried');
  const { invocation_id } = await auth.agents.auth.invocations.create({ auth_agent_id: agent });
  await until((received) => received.length === 1);
  // Written down, so that another worker needs not wait until the time of the first is over.
  while ((await auth.webhooks.deliveries(id)).items.at(-1)?.attempts !== 1) await sleep(100);
  process.kill((await stack.pids()).worker!, 'SIGKILL');
  await auth.agents.auth.invocations.cancel(invocation_id);
  await until(isThere(agent, 'invocation.canceled'));
  const { items } = await auth.events.list({ auth_agent_id: agent });
  const sent = items.filter(({ type }) => type === 'invocation.started' || type === 'invocation.canceled');
  await until((received) => received.length === 3);
  const { items: deliveries } = await auth.webhooks.deliveries(id);
  expect(deliveries.map(({ event_id, attempts }) => [event_id, attempts])).toEqual([
    [sent[1]!.id, 1],
    [sent[0]!.id, 2],
  ]);
});
