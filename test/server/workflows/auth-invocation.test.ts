import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InvocationInput, InvocationState, SubmitMessage } from '../../../contract/invocation.js';
import * as messages from '../../../contract/messages.js';
import { WORKFLOWS } from '../../../contract/names.js';
import type { FillStep, Outcome } from '../../../contract/steps.js';
import { dataConverter } from '../../../worker/data-converter.js';
import { startTestTemporal, type TestTemporal } from '../../support/temporal.js';
import { field, page } from '../../unit/workflows/pages.js';
import {
  authenticated,
  input,
  lostPage,
  type Script,
  SEALED,
  startScriptedWorker,
  threePages,
} from './scripted-login.js';

const { submit, submitSignal, state: stateQuery, waitForChange, cancel } = messages.invocation;
const LOST = expect.objectContaining({ event: 'page_lost' });

let temporal: TestTemporal;
let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
beforeAll(async () => {
  temporal = await startTestTemporal();
});
afterAll(() => temporal.stop());

async function begin(script: Partial<Script>, over: Partial<InvocationInput> = {}) {
  worker = await startScriptedWorker(temporal.connection, { ...threePages, ...script });
  const invocation_id = `inv_${randomUUID()}`;
  const args: InvocationInput = {
    invocation_id,
    auth_agent_id: 'agent_example.com_nobody',
    type: 'login',
    domain: 'example.com',
    profile_name: 'default',
    save_credential_as: null,
    limits: { idle_seconds: 60, overall_seconds: 120 },
    handoff_hashes: [],
    task_queue: worker.prefix,
    ...over,
  };
  return temporal.client.workflow.start(WORKFLOWS.authInvocation, {
    workflowId: invocation_id,
    taskQueue: worker.prefix,
    args: [args],
  });
}

/** Follows an invocation by its own long poll until it is as wanted. */
async function until(handle: WorkflowHandle, wanted: (state: InvocationState) => boolean): Promise<InvocationState> {
  let state = await handle.query(stateQuery);
  while (!wanted(state)) {
    try {
      const change = await handle.executeUpdate(waitForChange, {
        args: [state.version],
        updateId: messages.changeUpdateId(state.version),
      });
      if (!change.again) state = change.state;
    } catch {
      state = await handle.query(stateQuery);
      if (!wanted(state) && state.status !== 'IN_PROGRESS')
        throw new Error(`ended as ${state.status} ${state.error_code}`);
    }
  }
  return state;
}
const asking = (handle: WorkflowHandle, question = 1) =>
  until(handle, (s) => s.step === 'awaiting_input' && s.question === question);
const ended = (handle: WorkflowHandle) => until(handle, (s) => s.status !== 'IN_PROGRESS');

const answer = (values: Record<string, string>, question = 1): SubmitMessage => ({
  question,
  kid: 'k1',
  entitlement: SEALED,
  field_values: values,
});
const chosen = (choice: Pick<SubmitMessage, 'sso_button' | 'sign_in_option_id'>, question = 1): SubmitMessage => ({
  question,
  kid: 'k1',
  entitlement: SEALED,
  ...choice,
});
/** As clients wrote it before answers said what entitles to them. */
const unentitled = ({ entitlement: _, ...message }: SubmitMessage) => message as SubmitMessage;
const give = (handle: WorkflowHandle, values: Record<string, string>, question = 1) =>
  handle.executeUpdate(submit, { args: [answer(values, question)] });
const refusal = async (attempt: Promise<unknown>): Promise<string | null | undefined> => {
  const error = await attempt.then(
    () => null,
    (e: unknown) => e,
  );
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null;
  return cause instanceof ApplicationFailure ? cause.type : String(error);
};

describe('the seed example', () => {
  test('asks for the password alone, generates the code, saves the session', async () => {
    const handle = await begin({}, { save_credential_as: 'main' });
    const waiting = await asking(handle);
    expect(waiting.pending_fields.map((f) => f.name)).toEqual(['password']);
    const accepted = await give(handle, { password: SEALED });
    expect(accepted.step).toBe('submitting');
    expect(accepted.pending_fields).toEqual([]);
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS', step: 'completed', sealing_key: null });
    expect(worker.played.fills.map((f) => Object.values(f.values).map((v) => v.from))).toEqual([
      ['stored'],
      ['given'],
      ['totp'],
    ]);
    expect(worker.played.closes[0]).toMatchObject({
      status: 'SUCCESS',
      save_credential_as: 'main',
      given: { password: { sealed: SEALED } },
    });
  });

  test('a credential that holds everything asks nobody', async () => {
    const handle = await begin({ begun: { stored: ['email', 'password'], has_totp: true } });
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS', question: 0 });
  });

  test('its history stays well below thirty events a page', async () => {
    const handle = await begin({ begun: { stored: ['email', 'password'], has_totp: true } });
    await handle.result();
    const { events } = await handle.fetchHistory();
    expect(events!.length / 3).toBeLessThan(20);
  });
});

describe('answers', () => {
  test('a Signal answers like an Update', async () => {
    const handle = await begin({});
    await asking(handle);
    await handle.signal(submitSignal, answer({ password: SEALED }));
    expect((await handle.result()) as InvocationState).toMatchObject({ status: 'SUCCESS' });
  });

  test.each<[string, SubmitMessage, string]>([
    ['unknown field', answer({ passwort: SEALED }), 'unknown_field'],
    ['missing field', answer({}), 'missing_field'],
    ['empty value', answer({ password: '' }), 'empty_value'],
    ['plain value', answer({ password: 'hunter2' }), 'unreadable_value'],
    ['another question', answer({ password: SEALED }, 7), 'stale_step'],
    ['another key', { ...answer({ password: SEALED }), kid: 'k0' }, 'wrong_key'],
    ['two answers in one', { ...answer({ password: SEALED }), sso_button: 'google' }, 'invalid_input'],
    ['an option that is not there', chosen({ sso_button: 'google' }), 'unknown_option'],
    ['a choice with another key', { ...chosen({ sso_button: 'google' }), kid: 'k0' }, 'wrong_key'],
    ['a value without an entitlement', unentitled(answer({ password: SEALED })), 'not_entitled'],
    ['a choice without one', unentitled(chosen({ sso_button: 'google' })), 'not_entitled'],
    ['an entitlement that is not sealed', { ...answer({ password: SEALED }), entitlement: 'aak.x' }, 'not_entitled'],
    ['an unknown member', { ...answer({ password: SEALED }), extra: 1 } as SubmitMessage, 'invalid_input'],
  ])('%s is refused and leaves no trace', async (_, message, code) => {
    const handle = await begin({});
    await asking(handle);
    const before = (await handle.fetchHistory()).events!.length;
    expect(await refusal(handle.executeUpdate(submit, { args: [message] }))).toBe(code);
    const after = await handle.fetchHistory();
    // A rejected Update may leave the workflow task that looked at it, never the Update.
    expect(after.events!.slice(before).some((e) => e.workflowExecutionUpdateAcceptedEventAttributes)).toBe(false);
    await handle.signal(submitSignal, message);
    expect((await until(handle, (s) => s.last_rejected !== null)).last_rejected?.code).toBe(code);
    await give(handle, { password: SEALED });
    await handle.result();
  });

  test('one that nothing entitles to is as if it had not come: the question is asked again, of whoever may answer', async () => {
    let evil = true;
    const handle = await begin({
      fill: (step, n) => {
        if (!('password' in step.values) || !evil) return threePages.fill(step, n);
        evil = false;
        return { kind: 'not_entitled', fields: ['password'] };
      },
    });
    await asking(handle);
    await give(handle, { password: SEALED });
    const again = await asking(handle, 2);
    expect(again.last_rejected?.code).toBe('not_entitled');
    expect(again.pending_fields).toMatchObject([{ name: 'password', reason: 'missing' }]);
    expect(again.timeline.map(({ event }) => event)).toContain('submit_rejected');
    await give(handle, { password: SEALED }, 2);
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
    const given = { from: 'given', sealed: SEALED, field: 'password', question: 2, kid: 'k1', entitlement: SEALED };
    expect(worker.played.closes[0]?.given).toEqual({ password: given });
  });

  test('a link works once, and only a code that somebody was given', async () => {
    const { exchange, addHandoff } = messages.invocation;
    const handle = await begin({}, { handoff_hashes: ['first'] });
    await asking(handle);
    await handle.signal(addHandoff, 'second');
    await handle.executeUpdate(exchange, { args: ['first'] });
    expect(await refusal(handle.executeUpdate(exchange, { args: ['first'] }))).toBe('handoff_expired');
    expect(await refusal(handle.executeUpdate(exchange, { args: ['guessed'] }))).toBe('handoff_expired');
    expect(await refusal(handle.executeUpdate(exchange, { args: ['toString'] }))).toBe('handoff_expired');
    await handle.executeUpdate(exchange, { args: ['second'] });
    await give(handle, { password: SEALED });
    await handle.result();
  });

  test('a second answer while the first is processed is refused, and the first one counts', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const handle = await begin({
      fill: async (step, n) => {
        if ('password' in step.values) await held;
        return threePages.fill(step, n);
      },
    });
    await asking(handle);
    await give(handle, { password: SEALED });
    expect(await refusal(give(handle, { password: SEALED }))).toBe('submit_in_progress');
    release();
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
  });

  test('fifty followers do not delay an answer', async () => {
    const handle = await begin({});
    const { version } = await asking(handle);
    const followers = Array.from({ length: 50 }, () =>
      handle.executeUpdate(waitForChange, { args: [version], updateId: messages.changeUpdateId(version) }),
    );
    await give(handle, { password: SEALED });
    const changes = await Promise.all(followers);
    expect(changes.every((change) => !change.again && change.state.version > version)).toBe(true);
    await handle.result();
  });
});

describe('refused values', () => {
  const refusing = (times: number): Script['fill'] => {
    let left = times;
    return (step, n) => {
      if (!('password' in step.values) || left === 0) return threePages.fill(step, n);
      left -= 1;
      return { kind: 'refused', fields: ['password'], website_error: 'Wrong password', page: page(field('password')) };
    };
  };

  test('a refused value is asked for again, with the words of the site', async () => {
    const handle = await begin({ fill: refusing(1) });
    await asking(handle);
    await give(handle, { password: SEALED });
    const again = await asking(handle, 2);
    expect(again.website_error).toBe('Wrong password');
    expect(again.pending_fields).toMatchObject([{ name: 'password', reason: 'rejected' }]);
    await give(handle, { password: SEALED }, 2);
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
  });

  test('three refused values end it', async () => {
    const handle = await begin({ fill: refusing(3) });
    for (const question of [1, 2, 3]) {
      await asking(handle, question);
      await give(handle, { password: SEALED }, question);
    }
    expect(await handle.result()).toMatchObject({ status: 'FAILED', error_code: 'credentials_invalid' });
    expect(worker.played.closes[0]!.given).toEqual({});
  });

  test('the identical value ends it at once', async () => {
    const handle = await begin({
      fill: (step, n) =>
        'password' in step.values ? { kind: 'refused_before', fields: ['password'] } : threePages.fill(step, n),
    });
    await asking(handle);
    await give(handle, { password: SEALED });
    expect(await handle.result()).toMatchObject({ status: 'FAILED', error_code: 'credentials_invalid' });
  });

  test('a stored value that was refused before is asked for, not typed', async () => {
    const handle = await begin({ begun: { stored: ['email', 'password'], refused: ['password'], has_totp: true } });
    expect((await asking(handle)).pending_fields).toMatchObject([{ name: 'password', reason: 'rejected' }]);
    expect(worker.played.fills).toHaveLength(1);
    await give(handle, { password: SEALED });
    await handle.result();
  });

  test('a refused code is tried once more, then it stops', async () => {
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: true },
      fill: (step, n) =>
        'code' in step.values
          ? { kind: 'refused', fields: ['code'], website_error: null, page: page(field('code')) }
          : threePages.fill(step, n),
    });
    expect(await handle.result()).toMatchObject({ status: 'FAILED', error_code: 'totp_rejected' });
    expect(worker.played.fills.filter((f) => 'code' in f.values)).toHaveLength(2);
  });

  test('an empty value that was sealed unseen is asked for again', async () => {
    let first = true;
    const handle = await begin({
      fill: (step, n) => {
        if ('password' in step.values && first) {
          first = false;
          return { kind: 'empty', fields: ['password'] };
        }
        return threePages.fill(step, n);
      },
    });
    await asking(handle);
    await give(handle, { password: SEALED });
    expect((await asking(handle, 2)).pending_fields).toMatchObject([{ reason: 'empty' }]);
    await give(handle, { password: SEALED }, 2);
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
  });
});

const google = { label: 'Continue with Google', provider: 'google', selector: '#google' };
const withGoogle: Outcome = {
  kind: 'input',
  page: { ...page(field('email'), field('password')), sso_buttons: [google] },
};

describe('choices', () => {
  const FORMS = [
    { id: 'a1', label: 'Customers', description: 'E-mail, Password' },
    { id: 'b2', label: 'Partners', description: 'E-mail, Password' },
  ];
  const twoForms: Outcome = { kind: 'input', page: { ...page(), sign_in_options: FORMS } };

  test('which of several forms is the login is asked once, and chosen on the next page where the first was lost on the way', async () => {
    let lost = false;
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: true },
      open: () => twoForms,
      choose: () => {
        if (lost) return input(field('email'), field('password'));
        lost = true;
        return lostPage();
      },
    });
    const choose = (question: number, sign_in_option_id: string) =>
      handle.executeUpdate(submit, { args: [chosen({ sign_in_option_id }, question)] });
    const waiting = await asking(handle);
    expect(waiting).toMatchObject({ pending_fields: [], sign_in_options: FORMS });
    expect(await refusal(choose(1, 'Partners'))).toBe('unknown_option');
    await choose(1, 'b2');
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS', question: 1 });
    expect(worker.played.choices).toEqual([{ sign_in_option: 'b2' }, { sign_in_option: 'b2' }]);
    expect(worker.played.opens).toBe(2);
  });

  test('a choice that nothing entitles to is not made, and asked for again', async () => {
    let evil = true;
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: true },
      open: () => twoForms,
      choose: () => {
        if (!evil) return input(field('email'), field('password'));
        evil = false;
        return { kind: 'not_entitled', fields: [] };
      },
    });
    await asking(handle);
    await handle.executeUpdate(submit, { args: [chosen({ sign_in_option_id: 'a1' })] });
    const again = await asking(handle, 2);
    expect(again).toMatchObject({ last_rejected: { code: 'not_entitled' }, sign_in_options: FORMS });
    await handle.executeUpdate(submit, { args: [chosen({ sign_in_option_id: 'b2' }, 2)] });
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
  });

  test("the button of the credential's identity provider is pressed by itself", async () => {
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: false, sso_provider: 'Google' },
      open: () => withGoogle,
    });
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS', question: 0 });
    expect(worker.played.choices).toEqual([{ sso_button: '#google' }]);
    expect(worker.played.fills).toEqual([]);
  });

  test('it is pressed once: where it leads back, what is stored is filled', async () => {
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: false, sso_provider: 'google' },
      open: () => withGoogle,
      choose: () => withGoogle,
      fill: () => authenticated,
    });
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS', question: 0 });
    expect(worker.played.choices).toHaveLength(1);
    expect(worker.played.fills).toHaveLength(1);
  });

  test('the button of another provider is not pressed', async () => {
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: false, sso_provider: 'github' },
      open: () => withGoogle,
      fill: () => authenticated,
    });
    await handle.result();
    expect(worker.played.choices).toEqual([]);
  });
});

describe('pages that get lost', () => {
  test('what was given is filled again, nobody is asked twice', async () => {
    let lost = false;
    const handle = await begin({
      fill: (step, n) => {
        if ('password' in step.values && !lost) {
          lost = true;
          return lostPage();
        }
        return threePages.fill(step, n);
      },
    });
    await asking(handle);
    await give(handle, { password: SEALED });
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS', question: 1 });
    expect(worker.played.opens).toBe(2);
  });

  test('an attempt that nobody knows about is revoked before anything else is tried', async () => {
    let failed = false;
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: true },
      fill: (step, n) => {
        if ('password' in step.values && !failed) {
          failed = true;
          throw new Error('something of the browser');
        }
        return threePages.fill(step, n);
      },
      look: lostPage,
    });
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
    expect(worker.played.recoveries).toHaveLength(1);
    const attempts = worker.played.fills.map((f) => f.attempt_id);
    expect(new Set(attempts).size).toBe(attempts.length);
  });

  test('a submission that may not be made again is asked of a person', async () => {
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: true },
      fill: (step, n) => {
        if ('password' in step.values && step.values.password!.from === 'stored') throw new Error('no answer');
        return threePages.fill(step, n);
      },
      look: lostPage,
      recover: () => ({ state: 'armed', again: false }),
    });
    expect((await asking(handle)).pending_fields).toMatchObject([{ name: 'password', reason: 'missing' }]);
    await give(handle, { password: SEALED });
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
  });

  test('a step that its worker ends, because the worker stops, is no cancel', async () => {
    const queue = `stopping-${randomUUID()}`;
    let saving = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      saving = resolve;
    });
    const stopping = await Worker.create({
      connection: temporal.connection,
      dataConverter,
      taskQueue: queue,
      shutdownGraceTime: '10ms',
      activities: {
        fillFields: (step: FillStep) => threePages.fill(step, 1),
        async saveSession() {
          saving();
          await Context.current().cancelled;
        },
      },
    });
    const stopped = stopping.runUntil(begun);
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: true },
      queueOf: (n) => (n === 1 ? queue : null),
    });
    await stopped;
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
    expect(worker.played.opens).toBe(2);
  });

  test('a page that is always lost ends it', async () => {
    const handle = await begin({ fill: lostPage });
    expect(await handle.result()).toMatchObject({ status: 'FAILED', error_code: 'browser_error' });
  });
});

describe('ends', () => {
  test('nobody answers in time', async () => {
    const handle = await begin({}, { limits: { idle_seconds: 1, overall_seconds: 60 } });
    expect(await handle.result()).toMatchObject({
      status: 'EXPIRED',
      step: 'expired',
      error_code: 'awaiting_input_timeout',
    });
  });

  test('cancel', async () => {
    const handle = await begin({});
    await asking(handle);
    await handle.signal(cancel);
    expect(await handle.result()).toMatchObject({ status: 'CANCELED' });
    expect(worker.played.closes).toHaveLength(1);
  });

  test('cancel by Temporal', async () => {
    const handle = await begin({});
    await asking(handle);
    await handle.cancel();
    expect(await handle.result()).toMatchObject({ status: 'CANCELED' });
  });

  const forever = () => new Promise<never>(() => undefined);
  const push: Outcome = { kind: 'external_action', message: 'Tap yes' };
  test.each<[string, Partial<Script>, string[]]>([
    ['openLogin', { open: forever }, []],
    ['fillFields', { fill: forever }, ['p1']],
    ['chooseOption', { open: () => withGoogle, begun: { sso_provider: 'google' }, choose: forever }, ['p1']],
    ['lookAtPage', { open: () => push, look: forever }, ['p1']],
    ['saveSession', { open: () => authenticated, save: forever }, ['p1']],
  ])('cancel in the middle of %s: the page is closed', async (step, script, pages) => {
    const handle = await begin(script);
    while (!worker.played.steps.includes(step)) await sleep(20);
    await handle.signal(cancel);
    expect(await handle.result()).toMatchObject({ status: 'CANCELED', timeline: expect.not.arrayContaining([LOST]) });
    expect(worker.played.closedPages).toEqual(pages);
    expect(worker.played.closes).toHaveLength(1);
    expect(worker.played.recoveries).toEqual([]);
  });

  test('a session that was saved before the cancel got there is a success', async () => {
    let saved = (): void => undefined;
    const saving = new Promise<void>((resolve) => {
      saved = resolve;
    });
    const handle = await begin({ open: () => authenticated, save: () => saving.then(threePages.save), deaf: true });
    while (!worker.played.steps.includes('saveSession')) await sleep(20);
    await handle.signal(cancel);
    saved();
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
  });

  test('nobody who follows it keeps it from ending', async () => {
    let closed = (): void => undefined;
    const closing = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const handle = await begin({ close: () => closing });
    await asking(handle);
    await handle.signal(cancel);
    const { version } = await until(handle, ({ status }) => status !== 'IN_PROGRESS');
    expect(await handle.executeUpdate(waitForChange, { args: [version] })).toEqual({ again: true });
    closed();
    await handle.result();
  });

  test.each([
    ['a version that is not there yet', 1_000_000],
    ['no number', 'a' as unknown as number],
    ['nothing', null as unknown as number],
  ])('who follows from %s is answered at once', async (_, since) => {
    const handle = await begin({});
    const { version } = await asking(handle);
    expect(await handle.executeUpdate(waitForChange, { args: [since] })).toMatchObject({ state: { version } });
    await handle.signal(cancel);
    await handle.result();
  });

  test('a session that does not log in again is no success', async () => {
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: true },
      save: () => ({ kind: 'not_kept', artefact: null }),
    });
    expect(await handle.result()).toMatchObject({ status: 'FAILED', error_code: 'session_not_kept' });
  });

  test('a step that the proof of the session meets is asked, and the session is saved after it', async () => {
    const left = [{ kind: 'step_left', outcome: input(field('code', { role: 'code', code_from: 'sms' })) } as const];
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: false },
      fill: () => authenticated,
      open: () => authenticated,
      save: () => left.pop() ?? threePages.save(),
    });
    const state = await asking(handle);
    expect(state.pending_fields.map(({ name }) => name)).toEqual(['code']);
    await give(handle, { code: SEALED });
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
  });

  test('a site that shows the same form for ever', async () => {
    const handle = await begin({ fill: () => input(field('email')) });
    expect(await handle.result()).toMatchObject({ status: 'FAILED', error_code: 'stuck_in_loop' });
  });

  test('a site that goes from password to code and back gets each secret twice', async () => {
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: true },
      open: () => input(field('email'), field('password')),
      fill: (step) => ('code' in step.values ? input(field('email'), field('password')) : input(field('code'))),
    });
    expect(await handle.result()).toMatchObject({ status: 'FAILED', error_code: 'stuck_in_loop' });
    expect(worker.played.fills.map(({ values }) => Object.keys(values).at(-1))).toEqual([
      'password',
      'code',
      'password',
      'code',
    ]);
  });

  test('what nobody knows the fate of is asked of a person before it goes out again', async () => {
    const seen = page(field('email'), field('password'));
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: false },
      open: () => ({ kind: 'input', page: seen }),
      fill: (step) =>
        step.values.password!.from === 'stored' ? { kind: 'input', page: seen, left: 'unknown' } : authenticated,
    });
    expect((await asking(handle)).pending_fields).toMatchObject([{ name: 'password', reason: 'missing' }]);
    expect(worker.played.fills).toHaveLength(1);
    await give(handle, { password: SEALED });
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
  });

  test('a site that is down', async () => {
    const handle = await begin({
      open: () => ({ kind: 'failed', code: 'website_error', website_error: null, artefact: '/x.png' }),
    });
    expect(await handle.result()).toMatchObject({ status: 'FAILED', error_code: 'website_error', artefact: '/x.png' });
  });

  test('a profile that is still logged in', async () => {
    const handle = await begin({ open: () => authenticated });
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
    expect(worker.played.fills).toHaveLength(0);
  });

  test('a profile that another login uses is waited for on a durable timer', async () => {
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: false },
      open: (n) => (n < 3 ? { kind: 'profile_in_use' } : authenticated),
    });
    const { status, timeline } = (await handle.result()) as InvocationState;
    expect(status).toBe('SUCCESS');
    expect(timeline.map(({ event }) => event)).toEqual([
      'started',
      'opening',
      'profile_waiting',
      'opened',
      'saving',
      'saved',
      'ended',
    ]);
  });

  test('a site that is full is waited for on a durable timer, without a page', async () => {
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: false },
      open: (n) => (n < 3 ? { kind: 'site_full', ask_again_ms: 50 } : authenticated),
    });
    const { status, timeline } = (await handle.result()) as InvocationState;
    expect(status).toBe('SUCCESS');
    const events = timeline.map(({ event }) => event);
    expect(events).toEqual(['started', 'opening', 'site_waiting', 'opened', 'saving', 'saved', 'ended']);
  });

  test('the code waits for the next step on a durable timer', async () => {
    let waited = false;
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: true },
      fill: (step, n) => {
        if ('code' in step.values && !waited) {
          waited = true;
          return { kind: 'wait_until', at: new Date(Date.now() + 500).toISOString() };
        }
        return threePages.fill(step, n);
      },
    });
    const end = (await handle.result()) as InvocationState;
    expect(end.status).toBe('SUCCESS');
    expect(end.timeline.map((line) => line.event)).toContain('code_waiting');
  });

  test('an external action is waited for, and the vault is told once that it is', async () => {
    let looks = 0;
    const handle = await begin({
      begun: { stored: ['email', 'password'], has_totp: false },
      fill: (step, n) =>
        'password' in step.values ? { kind: 'external_action', message: 'Tap yes' } : threePages.fill(step, n),
      look: () => (++looks < 3 ? { kind: 'external_action', message: 'Tap yes' } : authenticated),
    });
    expect(await ended(handle)).toMatchObject({ status: 'SUCCESS' });
    expect(worker.played.needs).toMatchObject([{ waits_for: 'external_action', fields: [] }]);
  });
});
