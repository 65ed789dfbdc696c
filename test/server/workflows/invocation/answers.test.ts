import { describe, expect, test } from 'vitest';
import type { InvocationState, SubmitMessage } from '../../../../contract/invocation/invocation.js';
import * as messages from '../../../../contract/messages.js';
import type { Outcome } from '../../../../contract/steps.js';
import { variants } from '../../../support/variants.js';
import { field, page } from '../../../unit/workflows/pages.js';
import { authenticated, input, lostPage, SEALED, threePages } from '../scripted-login.js';
import {
  answer,
  asking,
  chosen,
  give,
  refusal,
  runInvocations,
  unentitled,
  until,
  withGoogle,
} from './running-invocation.js';

const { submit, submitSignal, waitForChange } = messages.invocation;
const run = runInvocations();

describe('the seed example', () => {
  test('asks for the password alone, generates the code, saves the session', async () => {
    const handle = await run.begin({}, { save_credential_as: 'main' });
    const waiting = await asking(handle);
    expect(waiting.pending_fields.map((f) => f.name)).toEqual(['password']);
    const accepted = await give(handle, { password: SEALED });
    expect(accepted.step).toBe('submitting');
    expect(accepted.pending_fields).toEqual([]);
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS', step: 'completed', sealing_key: null });
    expect(run.worker.played.fills.map((f) => Object.values(f.values).map((v) => v.from))).toEqual([
      ['stored'],
      ['given'],
      ['totp'],
    ]);
    expect(run.worker.played.closes[0]).toMatchObject({
      status: 'SUCCESS',
      save_credential_as: 'main',
      given: { password: { sealed: SEALED } },
    });
  });

  test('a credential that holds everything asks nobody', async () => {
    const handle = await run.begin({ begun: { stored: ['email', 'password'], has_totp: true } });
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS', question: 0 });
  });

  test('its history stays well below thirty events a page', async () => {
    const handle = await run.begin({ begun: { stored: ['email', 'password'], has_totp: true } });
    await handle.result();
    const { events } = await handle.fetchHistory();
    expect(events!.length / 3).toBeLessThan(20);
  });
});

describe('answers', () => {
  test('a Signal answers like an Update', async () => {
    const handle = await run.begin({});
    await asking(handle);
    await handle.signal(submitSignal, answer({ password: SEALED }));
    expect((await handle.result()) as InvocationState).toMatchObject({ status: 'SUCCESS' });
  });

  test.each<[string, SubmitMessage, string]>(
    variants(6, [
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
    ] as const),
  )('%s is refused and leaves no trace', async (_, message, code) => {
    const handle = await run.begin({});
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
    const handle = await run.begin({
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
    expect(run.worker.played.closes[0]?.given).toEqual({ password: given });
  });

  test('a link works once, and only a code that somebody was given', async () => {
    const { exchange, addHandoff } = messages.invocation;
    const handle = await run.begin({}, { handoff_hashes: ['first'] });
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
    const handle = await run.begin({
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
    const handle = await run.begin({});
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

describe('choices', () => {
  const FORMS = [
    { id: 'a1', label: 'Customers', description: 'E-mail, Password' },
    { id: 'b2', label: 'Partners', description: 'E-mail, Password' },
  ];
  const twoForms: Outcome = { kind: 'input', page: { ...page(), sign_in_options: FORMS } };

  test('which of several forms is the login is asked once, and chosen on the next page where the first was lost on the way', async () => {
    let lost = false;
    const handle = await run.begin({
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
    expect(run.worker.played.choices).toEqual([{ sign_in_option: 'b2' }, { sign_in_option: 'b2' }]);
    expect(run.worker.played.opens).toBe(2);
  });

  test('a choice is made again where the site forgets the login once, and asked for where the page asks right after it', async () => {
    let made = 0;
    const handle = await run.begin({
      begun: { stored: ['email', 'password'], has_totp: true },
      open: () => twoForms,
      choose: () => {
        made += 1;
        return made === 2 ? twoForms : input(field('email'), field('password'));
      },
      fill: (_, n) => (n === 1 ? { kind: 'forgotten' } : authenticated),
    });
    await asking(handle);
    await handle.executeUpdate(submit, { args: [chosen({ sign_in_option_id: 'b2' })] });
    expect(await asking(handle, 2)).toMatchObject({ sign_in_options: FORMS });
    await handle.executeUpdate(submit, { args: [chosen({ sign_in_option_id: 'a1' }, 2)] });
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS', question: 2 });
    expect(run.worker.played.choices).toEqual(['b2', 'b2', 'a1'].map((sign_in_option) => ({ sign_in_option })));
  });

  test('a choice that nothing entitles to is not made, and asked for again', async () => {
    let evil = true;
    const handle = await run.begin({
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
    const handle = await run.begin({
      begun: { stored: ['email', 'password'], has_totp: false, sso_provider: 'Google' },
      open: () => withGoogle,
    });
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS', question: 0 });
    expect(run.worker.played.choices).toEqual([{ sso_button: '#google' }]);
    expect(run.worker.played.fills).toEqual([]);
  });

  test('it is pressed once: where it leads back, what is stored is filled', async () => {
    const handle = await run.begin({
      begun: { stored: ['email', 'password'], has_totp: false, sso_provider: 'google' },
      open: () => withGoogle,
      choose: () => withGoogle,
      fill: () => authenticated,
    });
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS', question: 0 });
    expect(run.worker.played.choices).toHaveLength(1);
    expect(run.worker.played.fills).toHaveLength(1);
  });

  test('the button of another provider is not pressed', async () => {
    const handle = await run.begin({
      begun: { stored: ['email', 'password'], has_totp: false, sso_provider: 'github' },
      open: () => withGoogle,
      fill: () => authenticated,
    });
    await handle.result();
    expect(run.worker.played.choices).toEqual([]);
  });
});
