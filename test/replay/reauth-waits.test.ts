import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { describe, expect, test } from 'vitest';
import type { AgentState } from '../../contract/agent/agent.js';
import { BEGIN_AGAIN } from '../../contract/agent/reauth-wait.js';
import type { InvocationState, SubmitMessage } from '../../contract/invocation/invocation.js';
import * as messages from '../../contract/messages.js';
import {
  authenticated,
  input,
  type Played,
  type Script,
  SEALED,
  startScriptedWorker,
  threePages,
} from '../server/workflows/scripted-login.js';
import { onSkippingTemporal } from '../support/temporal.js';
import { field } from '../unit/workflows/pages.js';
import { Stage } from './stage.js';

/** Re-logins that wait for people, on a server whose clock runs ahead while nothing happens. */
const DAY = 86_400;
const WEEK = { reauth_wait_seconds: 7 * DAY };
const NO_PASSWORD = { stored: ['email'], has_totp: false, ...WEEK };

// Times end in the middle of an agent's day, see `skipped-time.test.ts`.
let time: TestWorkflowEnvironment;
let stage: Stage;
let played: Played;
const story = (name: string, tell: () => Promise<void>): void =>
  test(name, () =>
    onSkippingTemporal((server) => {
      time = server;
      return tell();
    }),
  );

async function begin(script: Partial<Script>): Promise<void> {
  const worker = await startScriptedWorker(time.nativeConnection, { ...threePages, ...script });
  played = worker.played;
  stage = new Stage(time.client, worker, randomUUID());
  await stage.makeAgent();
  await stage.startLogin({ type: 'reauth' });
}

const read = (): Promise<InvocationState> => stage.invocation.query(messages.invocation.state);
const agent = (): Promise<AgentState> => stage.agent.query(messages.agent.state);

async function until(wanted: (state: InvocationState) => boolean): Promise<InvocationState> {
  for (;;) {
    const state = await read();
    if (wanted(state)) return state;
    await sleep(30);
  }
}
const parked = () => until(({ parked_since }) => (parked_since ?? null) !== null);

const submit = (answer: Partial<SubmitMessage> & { readonly question: number }) =>
  stage.invocation.signal(messages.invocation.submitSignal, { kid: 'k1', entitlement: SEALED, ...answer });
const give = (question: number, ...names: string[]) =>
  submit({ question, field_values: Object.fromEntries(names.map((name) => [name, SEALED])) });
const goOn = (question: number) => submit({ question, sign_in_option_id: BEGIN_AGAIN });

const twoPages: Partial<Script> = {
  begun: NO_PASSWORD,
  open: () => input(field('email')),
  fill: (step) => ('email' in step.values ? input(field('password')) : authenticated),
};
const sms = field('code', { code_from: 'sms' });
const withSms: Partial<Script> = {
  begun: { stored: ['email', 'password'], has_totp: false, ...WEEK },
  open: () => input(field('email'), field('password')),
  fill: (step) => ('password' in step.values ? input(sms) : authenticated),
};

describe('a re-login that lacks a password', () => {
  story('waits without a page, reminds three times, and goes on with the answer of the fifth day', async () => {
    await begin(twoPages);
    const asked = await parked();
    expect(played.closedPages).toHaveLength(1);
    expect(asked).toMatchObject({ step: 'awaiting_input', question: 1 });
    expect(asked.pending_fields.map(({ name }) => name)).toEqual(['password']);
    expect(Date.parse(asked.expires_at) - Date.parse(asked.started_at)).toBeGreaterThanOrEqual(7 * DAY * 1000);
    expect(played.needs).toEqual([expect.objectContaining({ fields: ['password'], until: asked.expires_at })]);

    await time.sleep('4.5 days');
    expect(played.reminders).toEqual([1, 2, 3]);
    expect(await read()).toMatchObject({ step: 'awaiting_input', question: 1 });
    const opens = played.opens;
    expect(opens).toBe(1);

    await give(1, 'password');
    expect(await stage.invocation.result()).toMatchObject({ status: 'SUCCESS', question: 1 });
    expect(played.opens).toBe(2);
    const sent = played.fills.at(-1)!.values.password;
    expect(sent).toMatchObject({ from: 'given', question: 1, sealed: SEALED });
    expect(await agent()).toMatchObject({ status: 'AUTHENTICATED' });
    await stage.removeAgent();
  });

  story('keeps the answer while pages are lost and workers change', async () => {
    let lost = 0;
    await begin({
      ...twoPages,
      fill: (step) => {
        if ('email' in step.values) return input(field('password'));
        lost += 1;
        if (lost === 1) throw new Error('the worker is gone');
        return authenticated;
      },
      recover: () => ({ state: 'revoked' }),
      look: () => input(field('password')),
    });
    await parked();
    await time.sleep('2.5 days');
    await give(1, 'password');
    expect(await stage.invocation.result()).toMatchObject({ status: 'SUCCESS', question: 1 });
    expect(lost).toBe(2);
    await stage.removeAgent();
  });

  story('that two people answer at once takes one of the answers, and types it once', async () => {
    await begin(twoPages);
    await parked();
    await time.sleep('1.5 days');
    await Promise.all([give(1, 'password'), give(1, 'password')]);
    expect(await stage.invocation.result()).toMatchObject({ status: 'SUCCESS', question: 1 });
    expect(played.opens).toBe(2);
    expect(played.fills.filter(({ values }) => 'password' in values)).toHaveLength(1);
    await stage.removeAgent();
  });

  story('that nobody answers ends after its wait, and comes again when the vault says', async () => {
    const endedWith: { again_at?: string } = {};
    await begin({ ...twoPages, endedWith });
    await parked();
    endedWith.again_at = new Date((await time.currentTimeMs()) + 8 * DAY * 1000).toISOString();
    const ended = await stage.invocation.result();
    expect(ended).toMatchObject({ status: 'EXPIRED', error_code: 'awaiting_input_timeout' });
    expect(await time.currentTimeMs()).toBeGreaterThanOrEqual(Date.parse(ended.started_at) + 7 * DAY * 1000);
    const waiting = await agent();
    expect(waiting).toMatchObject({ invocation_id: null, last_error_code: 'awaiting_input_timeout' });
    expect(played.opens).toBe(1);

    // Not by `time.sleep`: this server does not run ahead for it any more once a login has ended here.
    const timer = await stage.agentSleeps();
    expect(timer).toBeGreaterThan(0.9 * DAY);
    expect(timer).toBeLessThan(1.1 * DAY);
    await stage.removeAgent();
  });
});

describe('what changes while it waits', () => {
  story('a session that is brought in is tried, and nothing is asked any more where it works', async () => {
    let mark = 'before';
    let isIn = false;
    await begin({
      ...twoPages,
      begun: { ...NO_PASSWORD, elsewhere_mark: 'before', has_session: false },
      open: () => (isIn ? authenticated : input(field('email'))),
      stored: () => ({
        stored: ['email'],
        refused: [],
        has_totp: false,
        sso_provider: null,
        elsewhere_mark: mark,
        has_session: false,
      }),
    });
    await parked();
    await time.sleep('1.5 days');
    await stage.invocation.signal(messages.invocation.vaultChanged);
    await time.sleep('1 hour');
    expect(played.opens).toBe(1);
    [mark, isIn] = ['after', true];
    await stage.invocation.signal(messages.invocation.vaultChanged);
    expect(await stage.invocation.result()).toMatchObject({ status: 'SUCCESS', question: 1 });
    expect(played.wakes).toEqual([null]);
    await stage.removeAgent();
  });

  story('a session that the agent has got elsewhere ends the wait by name', async () => {
    let has_session = false;
    await begin({
      ...twoPages,
      begun: { ...NO_PASSWORD, elsewhere_mark: 'm', has_session: false },
      stored: () => ({
        stored: ['email'],
        refused: [],
        has_totp: false,
        sso_provider: null,
        elsewhere_mark: 'm',
        has_session,
      }),
    });
    await parked();
    has_session = true;
    await stage.invocation.signal(messages.invocation.vaultChanged);
    expect(await stage.invocation.result()).toMatchObject({ status: 'CANCELED', error_code: 'session_found' });
    expect(played.opens).toBe(1);
    await stage.removeAgent();
  });

  story('a password that is stored meanwhile is the answer', async () => {
    let stored = ['email'];
    await begin({
      ...twoPages,
      begun: { ...NO_PASSWORD, marks: { email: 'e1' } },
      stored: () => ({
        stored,
        refused: [],
        has_totp: false,
        sso_provider: null,
        marks: Object.fromEntries(stored.map((key) => [key, `${key[0]}1`])),
      }),
    });
    await parked();
    stored = ['email', 'password'];
    await stage.invocation.signal(messages.invocation.vaultChanged);
    expect(await stage.invocation.result()).toMatchObject({ status: 'SUCCESS', question: 1 });
    await stage.removeAgent();
  });
});

describe('what only works while its page is open', () => {
  story(
    'a code that was sent is asked anew once the person is there; one for the old page is worth nothing',
    async () => {
      await begin(withSms);
      const live = await until(({ step }) => step === 'awaiting_input');
      expect(live.pending_fields.map(({ name }) => name)).toEqual(['code']);
      await time.sleep('10 minutes');
      const waits = await parked();
      expect(waits).toMatchObject({ question: 2, pending_fields: [] });
      expect(waits.sign_in_options).toEqual([expect.objectContaining({ id: BEGIN_AGAIN })]);
      expect(played.needs).toHaveLength(1);

      await time.sleep('3.5 days');
      await give(1, 'code');
      expect((await until(({ last_rejected }) => last_rejected !== null)).last_rejected).toMatchObject({
        code: 'stale_step',
      });
      expect(played.opens).toBe(1);

      await goOn(2);
      const again = await until(({ step, question }) => step === 'awaiting_input' && question === 3);
      expect(again.pending_fields.map(({ name }) => name)).toEqual(['code']);
      expect(again.parked_since ?? null).toBeNull();
      expect(played.wakes).toEqual([expect.objectContaining({ question: 2 })]);
      await give(3, 'code');
      expect(await stage.invocation.result()).toMatchObject({ status: 'SUCCESS' });
      expect(played.fills.filter(({ values }) => 'password' in values)).toHaveLength(2);
      await stage.removeAgent();
    },
  );

  story('who is not entitled wakes nobody', async () => {
    await begin({ ...withSms, entitled: () => false });
    await time.sleep('10 minutes');
    await parked();
    await goOn(2);
    const state = await until(({ last_rejected }) => last_rejected !== null);
    expect(state.last_rejected).toMatchObject({ code: 'not_entitled' });
    await until(({ step, question }) => step === 'awaiting_input' && question === 3);
    expect(played.opens).toBe(1);
    await stage.removeAgent();
  });
});
