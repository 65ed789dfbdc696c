/** An agent that is not to log in again by itself: what somebody has decided is no failed login. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as messages from '../../../contract/messages.js';
import { Stage } from '../../replay/stage.js';
import { startTestTemporal, type TestTemporal } from '../../support/temporal.js';
import { variants } from '../../support/variants.js';
import { type Script, startScriptedWorker, threePages } from './scripted-login.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await startTestTemporal();
});
afterAll(() => temporal.stop());

it.each<[string, Partial<Script>, (stage: Stage) => Promise<void>]>(
  variants(1, [
    ['somebody reports', {}, (stage) => stage.agent.signal(messages.agent.reportExpired)],
    [
      'a look has found',
      { change: (heard) => ({ change: heard === null ? 'over' : null, has_session: false, is_over: true }) },
      (stage) => stage.agent.signal(messages.agent.vaultChanged),
    ],
  ] as const),
)('needs a login when its session is over, as %s, and says why it begins none', async (_, script, end) => {
  const worker = await startScriptedWorker(temporal.connection, {
    ...threePages,
    ...script,
    begun: { stored: ['email', 'password'], has_totp: true },
    standing: ({ session_ended }) => (session_ended ? { why: 'auto_reauth_off', until: null } : null),
  });
  const stage = new Stage(temporal.client, worker, randomUUID());
  await stage.makeAgent();
  await stage.startLogin();
  await stage.invocation.result();
  const agent = () => stage.agent.query(messages.agent.state);
  await expect.poll(agent).toMatchObject({ status: 'AUTHENTICATED' });
  await end(stage);
  await expect.poll(agent).toMatchObject({ status: 'NEEDS_AUTH', stopped: { why: 'auto_reauth_off', until: null } });
  expect(await agent()).toMatchObject({ last_error_code: null, invocation_id: null });
  await stage.removeAgent();
});
