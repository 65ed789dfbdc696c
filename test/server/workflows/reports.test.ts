/** A report that a session is over, soon after another one: the site is asked before it is believed. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CheckedSession } from '../../../contract/agent/session-check.js';
import * as messages from '../../../contract/messages.js';
import { Stage } from '../../replay/stage.js';
import { startTestTemporal, type TestTemporal } from '../../support/temporal.js';
import { variants } from '../../support/variants.js';
import { startScriptedWorker, threePages } from './scripted-login.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await startTestTemporal();
});
afterAll(() => temporal.stop());

const seen = (verified: boolean): CheckedSession => ({
  has_session: true,
  verified,
  last_check: null,
  unavailable: null,
});

it.each(
  variants(1, [
    ['the session was seen to work: nothing is done', seen(true), false],
    [
      'nothing of the site can be looked at: a login begins',
      { ...seen(false), unavailable: 'no_probe' as const },
      true,
    ],
    ['the look told nothing: nothing is done', seen(false), false],
  ]),
)('%s', async (_, looked, begins) => {
  let looks = 0;
  const checkSession = async () => {
    looks += 1;
    return looked;
  };
  const script = { ...threePages, begun: { stored: ['email', 'password'], has_totp: true } };
  const worker = await startScriptedWorker(temporal.connection, script, { checkSession });
  const stage = new Stage(temporal.client, worker, randomUUID());
  await stage.makeAgent();
  await stage.startLogin();
  await stage.invocation.result();
  const agent = () => stage.agent.query(messages.agent.state);
  const isBack = () => expect.poll(agent).toMatchObject({ status: 'AUTHENTICATED', invocation_id: null });
  await isBack();
  const report = async (): Promise<string | null> => {
    const { last_invocation_id } = await agent();
    await stage.agent.signal(messages.agent.reportExpired);
    return last_invocation_id;
  };
  const first = await report();
  await expect.poll(async () => (await agent()).last_invocation_id).not.toBe(first);
  await isBack();
  expect(looks).toBe(0);
  const second = await report();
  await expect.poll(() => looks).toBe(1);
  // The update is handled after what the look came to.
  await stage.agent.executeUpdate(messages.agent.ensure, { args: [{ workflow_id: 'nobody' }] });
  if (begins) await expect.poll(async () => (await agent()).last_invocation_id).not.toBe(second);
  else expect((await agent()).last_invocation_id).toBe(second);
  await stage.removeAgent();
});
