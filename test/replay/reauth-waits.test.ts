import { describe, expect } from 'vitest';
import * as messages from '../../contract/messages.js';
import { authenticated, input, SEALED } from '../server/workflows/scripted-login.js';
import { field } from '../unit/workflows/pages.js';
import { agent, begin, DAY, give, NO_PASSWORD, parked, played, read, stage, story, time, twoPages } from './waiting.js';

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
