import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { newEvents, storyLine } from '../../../cli/login/timeline.js';
import { fromState } from '../../../client/invocations/shape.js';
import type { InvocationState, TimelineEvent } from '../../../contract/invocation/invocation.js';
import { invocationState } from '../client/invocation-state.js';

const at = '2026-01-01T10:00:00.000Z';
const plain = pc.createColors(false);
const invocation = (more: Partial<InvocationState> = {}) => fromState(invocationState(more));
const line = (event: Omit<TimelineEvent, 'at'>, more: Partial<InvocationState> = {}): string =>
  storyLine({ at, ...event }, invocation(more), plain).replace(/^\S+ +\S +/, '');

describe('a line of the story', () => {
  it.each<[Omit<TimelineEvent, 'at'>, Partial<InvocationState>, string]>([
    [{ event: 'started' }, { type: 'reauth' }, 'logs in again to example.com for profile work'],
    [
      { event: 'filling', fields: ['email', 'password', 'code'], url: 'https://example.com/in' },
      { submitted_fields: ['password'] },
      'fills email (from the vault) and password (given by you) and code (generated now) on example.com/in',
    ],
    [{ event: 'filling', fields: ['code'] }, { submitted_fields: ['code'] }, 'fills code (given by you)'],
    [{ event: 'awaiting_input', fields: [] }, {}, 'waits for a choice'],
    [{ event: 'awaiting_external_action' }, { external_action_message: 'Tap Yes' }, 'Tap Yes'],
    [{ event: 'refused', fields: ['password'] }, { website_error: 'Wrong.' }, 'the site refused password: “Wrong.”'],
    [
      { event: 'submit_rejected', code: 'stale_step' },
      {},
      'did not take an answer: That answers an earlier question. (stale_step)',
    ],
    [
      { event: 'ended', code: 'captcha_blocked' },
      { status: 'FAILED' },
      'FAILED: A captcha stands in the way. (captcha_blocked)',
    ],
    [{ event: 'ended' }, { status: 'SUCCESS' }, 'SUCCESS'],
  ])('of %j in %j', (event, more, text) => {
    expect(line(event, more)).toBe(text);
  });

  it('begins with the time of day', () => {
    expect(storyLine({ at, event: 'saved' }, invocation(), plain)).toMatch(/^\d\d:\d\d:\d\d {2}✓ {2}/);
  });
});

describe('new events', () => {
  const event = (number: number): TimelineEvent => ({ at: new Date(number * 1000).toISOString(), event: 'filling' });
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => event(from + index));

  it('are those that were not there before', () => {
    const fresh = newEvents();
    expect(fresh(invocation({ timeline: numbers(1, 2) }))).toEqual(numbers(1, 2));
    expect(fresh(invocation({ timeline: numbers(1, 2) }))).toEqual([]);
    expect(fresh(invocation({ timeline: numbers(1, 5) }))).toEqual(numbers(3, 5));
  });

  it('are found also when the oldest ones were dropped meanwhile', () => {
    const fresh = newEvents();
    fresh(invocation({ timeline: numbers(1, 200) }));
    expect(fresh(invocation({ timeline: numbers(4, 203) }))).toEqual(numbers(201, 203));
  });

  it('are all there are when none was seen, and when everything changed', () => {
    const fresh = newEvents();
    expect(fresh(invocation())).toEqual([]);
    expect(fresh(invocation({ timeline: numbers(1, 1) }))).toEqual(numbers(1, 1));
    expect(fresh(invocation({ timeline: numbers(300, 301) }))).toEqual(numbers(300, 301));
  });
});
