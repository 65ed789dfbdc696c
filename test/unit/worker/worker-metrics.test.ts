import { expect, it } from 'vitest';
import type { InvocationEnd } from '../../../contract/steps.js';
import { workerMetrics } from '../../../worker/telemetry/worker-metrics.js';

const NOBODY = { credential_name: null, session_expires_at: null, post_login_url: null };
const CALLS = [
  { provider_type: 'keepass', outcome: 'ok', times: 3 },
  { provider_type: 'keepass', outcome: 'provider_token_invalid', times: 1 },
] as const;
const closing = (invocation_id: string) =>
  ({
    invocation_id,
    auth_agent_id: 'agent',
    status: 'SUCCESS',
    error_code: null,
    save_credential_as: null,
    given: {},
  }) as const;

function measured(
  readEnd: () => Promise<InvocationEnd | null>,
  counts = async () => ({ waiting_for_person: 3, sessions_ending: 1 }),
) {
  return workerMetrics({
    vault: { counts, readEnd, providerCalls: () => CALLS },
    maxPages: 4,
    pagesInUse: () => 1,
    queuedLogins: async () => 7,
  });
}

it('counts each end once, however often its step is repeated, by what the vault says of it', async () => {
  const metrics = measured(async () => ({ status: 'FAILED', error_code: 'captcha_blocked', ...NOBODY }));
  for (const id of ['one', 'one', 'two']) await metrics.loginClosed(closing(id));
  const text = await metrics.registry.metrics();
  expect(text).toContain('agent_auth_logins_ended_total{code="captcha_blocked"} 2\n');
  expect(text).toContain('agent_auth_logins_ended_total{code="SUCCESS"} 0\n');
  expect(text).toContain('agent_auth_pages_used 1\n');
  expect(text).toContain('agent_auth_pages_free 3\n');
  expect(text).toContain('agent_auth_pages_queued 7\n');
  expect(text).toContain('agent_auth_people_waited_for 3\n');
});

it('counts calls to providers by type and outcome, as often as it is asked', async () => {
  const { registry } = measured(async () => null);
  await registry.metrics();
  const lines = (await registry.metrics())
    .split('\n')
    .filter((line) => line.startsWith('agent_auth_provider_calls_total{'));
  expect(lines).toEqual([
    'agent_auth_provider_calls_total{provider_type="keepass",outcome="ok"} 3',
    'agent_auth_provider_calls_total{provider_type="keepass",outcome="provider_token_invalid"} 1',
  ]);
});

it('counts no end that the vault does not know', async () => {
  const metrics = measured(async () => null);
  await metrics.loginClosed(closing('one'));
  expect(await metrics.registry.metrics()).not.toMatch(/^agent_auth_logins_ended_total\{.*\} [^0]/m);
});

it('tells the rest while the vault is away', async () => {
  const metrics = measured(
    async () => null,
    async () => Promise.reject(new Error('away')),
  );
  const text = await metrics.registry.metrics();
  expect(text).toMatch(/^agent_auth_people_waited_for nan$/im);
  expect(text).toContain('agent_auth_pages_free 3\n');
});

it('asks the vault once for many scrapes', async () => {
  let asked = 0;
  const metrics = measured(
    async () => null,
    async () => {
      asked += 1;
      return { waiting_for_person: 0, sessions_ending: 0 };
    },
  );
  await Promise.all([1, 2, 3].map(() => metrics.registry.metrics()));
  expect(asked).toBe(1);
});
