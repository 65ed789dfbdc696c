import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { Worker } from '@temporalio/worker';
import { describe, expect, test } from 'vitest';
import type { FillStep } from '../../../../contract/steps.js';
import { dataConverter } from '../../../../worker/data-converter.js';
import { field, page } from '../../../unit/workflows/pages.js';
import { lostPage, type Script, SEALED, threePages } from '../scripted-login.js';
import { asking, give, runInvocations } from './running-invocation.js';

const run = runInvocations();

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
    const handle = await run.begin({ fill: refusing(1) });
    await asking(handle);
    await give(handle, { password: SEALED });
    const again = await asking(handle, 2);
    expect(again.website_error).toBe('Wrong password');
    expect(again.pending_fields).toMatchObject([{ name: 'password', reason: 'rejected' }]);
    await give(handle, { password: SEALED }, 2);
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
  });

  test('three refused values end it', async () => {
    const handle = await run.begin({ fill: refusing(3) });
    for (const question of [1, 2, 3]) {
      await asking(handle, question);
      await give(handle, { password: SEALED }, question);
    }
    expect(await handle.result()).toMatchObject({ status: 'FAILED', error_code: 'credentials_invalid' });
    expect(run.worker.played.closes[0]!.given).toEqual({});
  });

  test('the identical value ends it at once', async () => {
    const handle = await run.begin({
      fill: (step, n) =>
        'password' in step.values ? { kind: 'refused_before', fields: ['password'] } : threePages.fill(step, n),
    });
    await asking(handle);
    await give(handle, { password: SEALED });
    expect(await handle.result()).toMatchObject({ status: 'FAILED', error_code: 'credentials_invalid' });
  });

  test('a stored value that was refused before is asked for, not typed', async () => {
    const handle = await run.begin({ begun: { stored: ['email', 'password'], refused: ['password'], has_totp: true } });
    expect((await asking(handle)).pending_fields).toMatchObject([{ name: 'password', reason: 'rejected' }]);
    expect(run.worker.played.fills).toHaveLength(1);
    await give(handle, { password: SEALED });
    await handle.result();
  });

  test('a refused code is tried once more, then it stops', async () => {
    const handle = await run.begin({
      begun: { stored: ['email', 'password'], has_totp: true },
      fill: (step, n) =>
        'code' in step.values
          ? { kind: 'refused', fields: ['code'], website_error: null, page: page(field('code')) }
          : threePages.fill(step, n),
    });
    expect(await handle.result()).toMatchObject({ status: 'FAILED', error_code: 'totp_rejected' });
    expect(run.worker.played.fills.filter((f) => 'code' in f.values)).toHaveLength(2);
  });

  test('an empty value that was sealed unseen is asked for again', async () => {
    let first = true;
    const handle = await run.begin({
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

describe('pages that get lost', () => {
  test('what was given is filled again, nobody is asked twice', async () => {
    let lost = false;
    const handle = await run.begin({
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
    expect(run.worker.played.opens).toBe(2);
  });

  test('an attempt that nobody knows about is revoked before anything else is tried', async () => {
    let failed = false;
    const handle = await run.begin({
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
    expect(run.worker.played.recoveries).toHaveLength(1);
    const attempts = run.worker.played.fills.map((f) => f.attempt_id);
    expect(new Set(attempts).size).toBe(attempts.length);
  });

  test('a submission that may not be made again is asked of a person', async () => {
    const handle = await run.begin({
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
      connection: run.temporal.connection,
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
    const handle = await run.begin({
      begun: { stored: ['email', 'password'], has_totp: true },
      queueOf: (n) => (n === 1 ? queue : null),
    });
    await stopped;
    expect(await handle.result()).toMatchObject({ status: 'SUCCESS' });
    expect(run.worker.played.opens).toBe(2);
  });

  test('a page that is always lost ends it', async () => {
    const handle = await run.begin({ fill: lostPage });
    expect(await handle.result()).toMatchObject({ status: 'FAILED', error_code: 'browser_error' });
  });
});
