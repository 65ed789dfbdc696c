import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { InvocationState } from '../../../../contract/invocation/invocation.js';
import * as messages from '../../../../contract/messages.js';
import type { Outcome } from '../../../../contract/steps.js';
import { variants } from '../../../support/variants.js';
import { field, page } from '../../../unit/workflows/pages.js';
import { authenticated, input, type Script, SEALED, threePages } from '../scripted-login.js';
import { asking, ended, give, runInvocations, until, withGoogle } from './running-invocation.js';

const { waitForChange, cancel } = messages.invocation;
const LOST = expect.objectContaining({ event: 'page_lost' });
const run = runInvocations();

describe('ends', () => {
  test('nobody answers in time', async () => {
    const handle = await run.begin({}, { limits: { idle_seconds: 1, overall_seconds: 60 } });
    expect(await handle.result()).toMatchObject({
      status: 'EXPIRED',
      step: 'expired',
      error_code: 'awaiting_input_timeout',
    });
  });

  test('a session that the vault has lost by the end is no success', async () => {
    const handle = await run.begin({ open: () => authenticated, closed: { session_lost: true } });
    expect(await handle.result()).toMatchObject({
      status: 'FAILED',
      error_code: 'internal_error',
      session_expires_at: null,
      post_login_url: null,
    });
  });

  test('cancel', async () => {
    const handle = await run.begin({});
    await asking(handle);
    await handle.signal(cancel);
    expect(await handle.result()).toMatchObject({ status: 'CANCELED' });
    expect(run.worker.played.closes).toHaveLength(1);
  });

  test('cancel by Temporal', async () => {
    const handle = await run.begin({});
    await asking(handle);
    await handle.cancel();
    expect(await handle.result()).toMatchObject({ status: 'CANCELED' });
  });

  const forever = () => new Promise<never>(() => undefined);
  const push: Outcome = { kind: 'external_action', message: 'Tap yes' };
  test.each<[string, Partial<Script>, string[]]>(
    variants(2, [
      ['openLogin', { open: forever }, []],
      ['fillFields', { fill: forever }, ['p1']],
      ['chooseOption', { open: () => withGoogle, begun: { sso_provider: 'google' }, choose: forever }, ['p1']],
      ['lookAtPage', { open: () => push, look: forever }, ['p1']],
      ['saveSession', { open: () => authenticated, save: forever }, ['p1']],
    ]),
  )('cancel in the middle of %s: the page is closed', async (step, script, pages) => {
    const handle = await run.begin(script);
    while (!run.worker.played.steps.includes(step)) await sleep(20);
    await handle.signal(cancel);
    expect(await handle.result()).toMatchObject({ status: 'CANCELED', timeline: expect.not.arrayContaining([LOST]) });
    expect(run.worker.played.closedPages).toEqual(pages);
    expect(run.worker.played.closes).toHaveLength(1);
    expect(run.worker.played.recoveries).toEqual([]);
  });

  test('a session that was saved before the cancel got there is a success', async () => {
    let saved = (): void => undefined;
    const saving = new Promise<void>((resolve) => {
      saved = resolve;
    });
    const handle = await run.begin({ open: () => authenticated, save: () => saving.then(threePages.save), deaf: true });
    while (!run.worker.played.steps.includes('saveSession')) await sleep(20);
    await handle.signal(cancel);
    saved();
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
  });

  test('nobody who follows it keeps it from ending', async () => {
    let closed = (): void => undefined;
    const closing = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const handle = await run.begin({ close: () => closing });
    await asking(handle);
    await handle.signal(cancel);
    const { version } = await until(handle, ({ status }) => status !== 'IN_PROGRESS');
    expect(await handle.executeUpdate(waitForChange, { args: [version] })).toEqual({ again: true });
    closed();
    await handle.result();
  });

  test.each(
    variants(1, [
      ['a version that is not there yet', 1_000_000],
      ['no number', 'a' as unknown as number],
      ['nothing', null as unknown as number],
    ]),
  )('who follows from %s is answered at once', async (_, since) => {
    const handle = await run.begin({});
    const { version } = await asking(handle);
    expect(await handle.executeUpdate(waitForChange, { args: [since] })).toMatchObject({ state: { version } });
    await handle.signal(cancel);
    await handle.result();
  });

  test('a session that does not log in again is no success', async () => {
    const handle = await run.begin({
      begun: { stored: ['email', 'password'], has_totp: true },
      save: () => ({ kind: 'not_kept', artefact: null }),
    });
    expect(await handle.result()).toMatchObject({ status: 'FAILED', error_code: 'session_not_kept' });
  });

  test('a step that the proof of the session meets is asked, and the session is saved after it', async () => {
    const left = [{ kind: 'step_left', outcome: input(field('code', { role: 'code', code_from: 'sms' })) } as const];
    const handle = await run.begin({
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
    const handle = await run.begin({ fill: () => input(field('email')) });
    expect(await handle.result()).toMatchObject({ status: 'FAILED', error_code: 'stuck_in_loop' });
  });

  test('a site that goes from password to code and back gets each secret twice', async () => {
    const handle = await run.begin({
      begun: { stored: ['email', 'password'], has_totp: true },
      open: () => input(field('email'), field('password')),
      fill: (step) => ('code' in step.values ? input(field('email'), field('password')) : input(field('code'))),
    });
    expect(await handle.result()).toMatchObject({ status: 'FAILED', error_code: 'stuck_in_loop' });
    expect(run.worker.played.fills.map(({ values }) => Object.keys(values).at(-1))).toEqual([
      'password',
      'code',
      'password',
      'code',
    ]);
  });

  test('what nobody knows the fate of is asked of a person before it goes out again', async () => {
    const seen = page(field('email'), field('password'));
    const handle = await run.begin({
      begun: { stored: ['email', 'password'], has_totp: false },
      open: () => ({ kind: 'input', page: seen }),
      fill: (step) =>
        step.values.password!.from === 'stored' ? { kind: 'input', page: seen, left: 'unknown' } : authenticated,
    });
    expect((await asking(handle)).pending_fields).toMatchObject([{ name: 'password', reason: 'missing' }]);
    expect(run.worker.played.fills).toHaveLength(1);
    await give(handle, { password: SEALED });
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
  });

  test('a site that is down', async () => {
    const handle = await run.begin({
      open: () => ({ kind: 'failed', code: 'website_error', website_error: null, artefact: '/x.png' }),
    });
    expect(await handle.result()).toMatchObject({ status: 'FAILED', error_code: 'website_error', artefact: '/x.png' });
  });

  test('a profile that is still logged in', async () => {
    const handle = await run.begin({ open: () => authenticated });
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
    expect(run.worker.played.fills).toHaveLength(0);
  });

  test('a profile that another login uses is waited for on a durable timer', async () => {
    const handle = await run.begin({
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
    const handle = await run.begin({
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
    const handle = await run.begin({
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
    const handle = await run.begin({
      begun: { stored: ['email', 'password'], has_totp: false },
      fill: (step, n) =>
        'password' in step.values ? { kind: 'external_action', message: 'Tap yes' } : threePages.fill(step, n),
      look: () => (++looks < 3 ? { kind: 'external_action', message: 'Tap yes' } : authenticated),
    });
    expect(await ended(handle)).toMatchObject({ status: 'SUCCESS' });
    expect(run.worker.played.needs).toMatchObject([{ waits_for: 'external_action', fields: [] }]);
  });
});
