import { describe, expect, it } from 'vitest';
import type { StoredAtHand } from '../../../contract/steps.js';
import * as flows from '../../../workflows/invocation/flow/index.js';
import { begun, input } from './begin.js';
import { field, page } from './pages.js';

const LOGIN = page(field('email'), field('password'));
const MARKS = { email: 'c.1', password: 'c.1.1' };
const STORED: StoredAtHand = { ...begun, marks: MARKS, totp_mark: 'c.1', grant_mark: 'g' };

const start = (seen = LOGIN, over: Partial<StoredAtHand> = {}) =>
  flows.saw(flows.begun(flows.beginFlow(input, 0), 0, { ...begun, ...STORED, ...over }), 1, {
    kind: 'input',
    page: seen,
  });
const values = (flow: flows.Flow) => flows.matchOf(flow).values;
/** The password was refused, and a person is asked for it. */
function refused(flow = start()): flows.Flow {
  const result = { kind: 'refused', fields: ['password'], website_error: null, page: LOGIN } as const;
  return flows.ask(flows.saw(flows.filled(flow, 2, values(flow), result), 3, { kind: 'input', page: LOGIN }), 4, 60);
}
const now = (flow: flows.Flow, over: Partial<StoredAtHand> = {}) =>
  flows.restocked(flow, 5, { ...STORED, ...over }, true);
const corrected = { ...MARKS, password: 'c.2.1' };

describe('what is stored has changed while a login waits for a person', () => {
  it('a corrected password answers the question, and may go out twice like any other', () => {
    const { flow, looksAgain } = now(refused(), { marks: corrected });
    expect(looksAgain).toBe(true);
    expect(flow.state).toMatchObject({ step: 'discovering', pending_fields: [] });
    expect(values(flow).password).toEqual({ from: 'stored', key: 'password' });
    expect(flows.isSpent(flow, values(flow))).toBe(false);
    expect(flow.state.timeline.at(-1)).toMatchObject({ event: 'vault_changed' });
  });

  it('what was refused stays so, and the question stays as it is', () => {
    const asked = refused();
    for (const same of [now(asked), now(asked, { refused: ['password'] })]) {
      expect(same.looksAgain).toBe(false);
      expect(same.flow.state).toEqual(asked.state);
      expect(values(same.flow)).not.toHaveProperty('password');
    }
    expect(now(asked, { marks: corrected, refused: ['password'] }).looksAgain).toBe(false);
  });

  it('what nobody knows the fate of is not sent again because something else has changed', () => {
    const flow = flows.ask(flows.unknownAttempt(start(), values(start())), 4, 60);
    const next = now(flow, { marks: { ...MARKS, other: 'c.2.1' }, stored: ['email', 'other', 'password'] });
    expect(next.looksAgain).toBe(false);
    expect(values(next.flow)).not.toHaveProperty('password');
  });

  it('the password of a corrected name is used again', () => {
    const { flow } = now(refused(), { marks: { email: 'c.2', password: 'c.1.2' } });
    expect(values(flow)).toMatchObject({ email: { from: 'stored' }, password: { from: 'stored' } });
  });

  it('a value that was removed is asked for, and blamed for nothing', () => {
    const { flow, looksAgain } = now(refused(), { stored: ['email'], marks: { email: 'c.1' } });
    expect(looksAgain).toBe(false);
    const both = now(flow, { stored: [], marks: {} });
    expect(both.looksAgain).toBe(true);
    expect(flows.matchOf(both.flow).pending.map(({ name }) => name)).toEqual(['email', 'password']);
    expect(flows.matchOf(both.flow).pending.map(({ reason }) => reason)).toEqual(['missing', 'missing']);
  });

  it('a deleted credential, and another one, are looked at from the beginning', () => {
    const none = { stored: [], refused: [], has_totp: false, marks: {}, totp_mark: null };
    const gone = now(start(), none).flow;
    expect(values(gone)).toEqual({});
    const other = now(gone, { marks: { email: 'd.1', password: 'd.1.1' }, totp_mark: 'd.1' }).flow;
    expect(Object.keys(values(other))).toEqual(['email', 'password']);
  });

  it('a new TOTP secret takes the place of one whose codes were refused', () => {
    const CODE = page(field('code'));
    const spent = { ...start(CODE), refused_totp: 2, sent: { totp: 2 } };
    expect(values(spent)).toEqual({});
    expect(values(now(spent).flow)).toEqual({});
    const fresh = now(spent, { totp_mark: 'c.2' }).flow;
    expect(values(fresh)).toEqual({ code: { from: 'totp' } });
    expect(flows.isSpent(fresh, values(fresh))).toBe(false);
  });

  it('a page is looked at again where the login may go elsewhere now', () => {
    expect(now(refused(), { grant_mark: 'other' }).looksAgain).toBe(true);
    const between = { ...start(), page: { page_id: 'p', task_queue: 'q' } };
    expect(now(between, { grant_mark: 'other' }).looksAgain).toBe(true);
    expect(now(between).looksAgain).toBe(false);
  });

  it.each<[string, (flow: flows.Flow) => flows.Flow]>([
    ['has proven its session', (flow) => flows.saw(flow, 4, { kind: 'authenticated', url: 'https://example.com/' })],
    ['waits for another device', (flow) => flows.saw(flow, 4, { kind: 'external_action', message: 'Tap yes' })],
    ['has no page', (flow) => flows.pageLost(flow, 4)],
  ])('no page is looked at again where the login %s', (_, went) => {
    const flow = went({ ...start(), page: { page_id: 'p', task_queue: 'q' } });
    expect(now(flow, { grant_mark: 'other' }).looksAgain).toBe(false);
  });

  it('an answer that has come is not asked for again', () => {
    const answered = flows.submitted(refused(), 5, {
      question: 1,
      kid: 'k',
      entitlement: 'sealed',
      field_values: { password: 'sealed' },
    });
    expect(now(answered, { refused: ['password'] }).flow.answer).not.toBeNull();
    expect(now(answered, { marks: { ...MARKS, email: 'c.2' } }).looksAgain).toBe(false);
  });

  it('a login that has ended has nothing to look at', () => {
    const asked = refused();
    expect(flows.restocked(asked, 5, null, true)).toEqual({ flow: asked, looksAgain: false });
  });

  it('a run of an older version takes what it never had, and nothing that it gave up', () => {
    const old = { ...refused(), marks: undefined, totp_mark: undefined, grant_mark: undefined } as never;
    expect(values(now(old, { marks: corrected }).flow)).not.toHaveProperty('password');
    const bare = start(LOGIN, { stored: ['email'], marks: undefined });
    expect(values(now(bare).flow)).toHaveProperty('password');
  });
});

it('a value that was gone when it was to be typed is asked for without blame, and is no loop', () => {
  let flow = start();
  for (let round = 0; round < 10; round++) {
    flow = flows.filled(flow, 2, values(start()), { kind: 'empty', fields: ['email', 'password'], gone: true });
    flow = now(flow, { stored: [], marks: {} }).flow;
    flow = flows.saw(flow, 3, { kind: 'input', page: LOGIN });
  }
  expect(flows.ended(flow)).toBe(false);
  expect(flows.matchOf(flow).pending.map(({ reason }) => reason)).toEqual(['missing', 'missing']);
});
