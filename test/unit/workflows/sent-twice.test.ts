import { describe, expect, it } from 'vitest';
import type { FillResult } from '../../../contract/steps.js';
import * as flows from '../../../workflows/invocation/flow/index.js';
import { begun, input } from './begin.js';
import { field, page } from './pages.js';

const LOGIN = page(field('email'), field('password'));
const CODE = page(field('code'));
const ALL = page(field('email'), field('password'), field('code'));

const start = (seen = LOGIN) =>
  flows.saw(flows.begun(flows.beginFlow(input, 0), 0, begun), 1, { kind: 'input', page: seen });
const values = (flow: flows.Flow) => flows.matchOf(flow).values;
/** Fills what is seen; the site then shows a page. */
const fill = (flow: flows.Flow, result: FillResult) => {
  const filled = flows.filled(flow, 2, values(flow), result);
  return result.kind === 'input' && !flows.ended(filled) ? flows.saw(filled, 3, result) : filled;
};
const on = (seen = LOGIN, more: Partial<Extract<FillResult, { kind: 'input' }>> = {}): FillResult => ({
  kind: 'input',
  page: seen,
  ...more,
});

describe('a secret that went out', () => {
  it('goes out twice in a login, whatever lies between, and then the login ends without blame', () => {
    let flow = fill(fill(start(), on(CODE)), on(LOGIN));
    expect(flows.isSpent(flow, values(flow))).toBe(false);
    flow = fill(fill(flow, on(CODE)), on(LOGIN));
    expect(flows.isSpent(flow, values(flow))).toBe(true);
    const ended = flows.goesInCircles(flow);
    expect(ended.end).toEqual({ status: 'FAILED', code: 'stuck_in_loop' });
    expect(ended.state.timeline.map(({ event }) => event)).not.toContain('refused');
  });

  it('counts codes of one secret as the same', () => {
    const flow = fill(fill(start(CODE), on(LOGIN)), on(CODE));
    expect(flows.isSpent(flow, values(flow))).toBe(false);
    const again = fill(flow, on(CODE));
    expect(flows.isSpent(again, values(again))).toBe(true);
  });

  it('does not count where nothing left the page', () => {
    const flow = fill(fill(start(), on(LOGIN, { left: 'not_sent' })), on(LOGIN, { left: 'not_sent' }));
    expect(flows.isSpent(flow, values(flow))).toBe(false);
  });

  it('is told with what a page says that does not send it', () => {
    const held = fill(start(), on(LOGIN, { left: 'not_sent', website_error: 'Give your name with its domain.' }));
    const { end, state } = flows.goesInCircles(fill(held, on(LOGIN, { left: 'not_sent' })));
    expect(end).toEqual({ status: 'FAILED', code: 'stuck_in_loop' });
    expect(state.website_error).toBe('Give your name with its domain.');
  });

  it('goes out once more where the site did not look, and the site is what the login then fails for', () => {
    const looked = on(LOGIN, { left: 'not_looked_at', website_error: 'Your session has expired.' });
    const once = fill(start(), looked);
    expect(once.stored).toEqual(['email', 'password']);
    expect(flows.isSpent(once, values(once))).toBe(false);
    const twice = fill(once, looked);
    expect(flows.isSpent(twice, values(twice))).toBe(true);
    const { end, state } = flows.goesInCircles(twice);
    expect(end).toEqual({ status: 'FAILED', code: 'website_error' });
    expect(state.website_error).toBe('Your session has expired.');
  });

  it('is asked of a person where nobody knows what came of it, with the words of the site', () => {
    const flow = fill(start(), on(LOGIN, { left: 'unknown', website_error: 'Bad day.' }));
    expect(flow.stored).toEqual(['email']);
    expect(flow.state.website_error).toBe('Bad day.');
    expect(flows.matchOf(flow).pending).toMatchObject([{ name: 'password', reason: 'missing' }]);
  });

  it('may be any of several: all are asked for', () => {
    const flow = fill(start(ALL), on(ALL, { left: 'unknown' }));
    expect(flows.matchOf(flow).pending.map(({ name, reason }) => [name, reason])).toEqual([
      ['password', 'missing'],
      ['code', 'missing'],
    ]);
  });

  it('counts the answer of a person for itself', () => {
    const answer = (question: number) => ({ question, kid: 'k', entitlement: 'e', field_values: { password: 'p' } });
    let flow = fill(start(), on(LOGIN, { left: 'unknown' }));
    for (const question of [1, 2, 3]) {
      flow = flows.submitted(flows.ask(flow, 4, 600), 5, answer(question));
      expect(flows.isSpent(flow, values(flow))).toBe(false);
      flow = fill(flow, on(LOGIN, { left: 'unknown' }));
    }
  });
});
