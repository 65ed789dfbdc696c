import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CIRCUIT } from '../../../activities/vault/circuit-limits.js';
import {
  admission,
  type Circuit,
  closed,
  ended,
  NO_CIRCUIT,
  tried,
  troubled,
  wordOf,
} from '../../../activities/vault/circuits/rules.js';
import { FLOW_ERRORS, type FlowErrorCode } from '../../../contract/errors/flow-errors.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const open = (now: number, before = NO_CIRCUIT): Circuit => troubled(before, CIRCUIT.accounts, now, CIRCUIT);
const end = (circuit: Circuit, agent: string, word: 'well' | 'trouble' | 'nothing', now: number, waiting = 3) =>
  ended(circuit, agent, word, waiting, now, CIRCUIT);

describe('what a login says of its site', () => {
  it.each<FlowErrorCode>(['website_error', 'network_error', 'rate_limited', 'bot_detected', 'captcha_blocked'])(
    'is trouble: %s',
    (code) => expect(wordOf(code, false)).toBe('trouble'),
  );
  it.each<FlowErrorCode>(['credentials_invalid', 'account_locked', 'awaiting_input_timeout'])(
    'is that it answers: %s',
    (code) => expect(wordOf(code, false)).toBe('well'),
  );
  it.each<FlowErrorCode | null>(['proxy_unavailable', 'browser_error', 'max_attempts_reached', 'paused', null])(
    'is nothing: %s',
    (code) => expect(wordOf(code, false)).toBe('nothing'),
  );
  it('is that it works, where there is a session', () => expect(wordOf(null, true)).toBe('well'));
});

describe('a site', () => {
  it('is left alone when three accounts have met trouble, not two', () => {
    expect(troubled(NO_CIRCUIT, 2, 0, CIRCUIT)).toBe(NO_CIRCUIT);
    expect(admission(open(0), 'a', 0, 1)).toEqual({ kind: 'waits', until: CIRCUIT.first });
  });

  it('is tried by one, and left alone for twice as long each time, up to two hours', () => {
    let circuit = open(0);
    const pauses: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      const now = circuit.until;
      expect(admission(circuit, 'a', 0, now)).toEqual({ kind: 'tries' });
      circuit = tried(circuit, 'a', true, now);
      expect(admission(circuit, 'b', 0, now).kind).toBe('waits');
      expect(admission(circuit, 'a', 0, now).kind).toBe('tries');
      circuit = end(circuit, 'a', 'trouble', now);
      pauses.push((circuit.until - now) / MINUTE);
    }
    expect(pauses).toEqual([10, 20, 40, 80, 120, 120, 120, 120]);
  });

  it('is tried by the next one where the first is not heard of again', () => {
    const circuit = tried(open(0), 'a', true, CIRCUIT.first);
    expect(admission(circuit, 'b', 0, circuit.trial_until - 1).kind).toBe('waits');
    expect(admission(circuit, 'b', 0, circuit.trial_until)).toEqual({ kind: 'tries' });
    // What comes of the first one after that says no more than that of anybody.
    const taken = tried(circuit, 'b', true, circuit.trial_until);
    expect(end(taken, 'a', 'trouble', circuit.trial_until)).toBe(taken);
  });

  it('gets its agents back one after the other', () => {
    const circuit = closed(open(0), 31, CIRCUIT.first);
    const turns = [0, 0.25, 0.5, 0.99].map((place) => {
      const admitted = admission(circuit, 'a', place, CIRCUIT.first);
      return admitted.kind === 'waits' ? admitted.until - CIRCUIT.first : 0;
    });
    expect(turns).toEqual([0, 15_000, 30_000, 59_400]);
    expect(admission(closed(open(0), 100_000, 0), 'a', 1, 10 * MINUTE)).toEqual({ kind: 'goes' });
  });

  it('that fails again within the hour is left alone for longer than before', () => {
    const over = closed(open(0), 0, CIRCUIT.first);
    expect(open(CIRCUIT.first + HOUR - 1, over).pauses).toBe(2);
    expect(open(CIRCUIT.first + HOUR, over).pauses).toBe(1);
  });

  const step = fc.record({
    what: fc.constantFrom('ask', 'ask', 'ask', 'well', 'trouble', 'nothing', 'many'),
    agent: fc.constantFrom('a', 'b', 'c', 'd'),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    after: fc.integer({ min: 0, max: 40 * MINUTE }),
  });

  it('is never tried by two at once, nor before its time, and nobody waits for ever', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        let circuit = NO_CIRCUIT;
        let now = HOUR;
        /** Who tries now, until when. */
        let trying: { agent: string; until: number } | null = null;
        for (const { what, agent, place, after } of steps) {
          now += after;
          if (what === 'many') circuit = open(now, circuit);
          else if (what === 'ask') {
            const admitted = admission(circuit, agent, place, now);
            if (circuit.opened_at === null) expect(admitted.kind).not.toBe('tries');
            else expect(admitted.kind).not.toBe('goes');
            if (admitted.kind === 'tries') {
              expect(now).toBeGreaterThanOrEqual(circuit.until);
              if (trying !== null && trying.until > now) expect(trying.agent).toBe(agent);
              circuit = tried(circuit, agent, true, now);
              trying = { agent, until: circuit.trial_until };
            }
            if (admitted.kind === 'waits') expect(admitted.until).toBeGreaterThan(now);
            if (admitted.kind === 'waits') expect(admitted.until - now).toBeLessThanOrEqual(CIRCUIT.longest + MINUTE);
          } else {
            const before = circuit;
            circuit = end(circuit, agent, what as 'well', now);
            if (what === 'well') expect(circuit.opened_at).toBeNull();
            if (circuit.trial === null) trying = null;
            if (what === 'trouble' && before.trial === agent)
              expect(circuit.until - now).toBeGreaterThanOrEqual(CIRCUIT.first);
          }
        }
        // Whatever has happened: who asks when told is let in in the end.
        let left = 6;
        for (let admitted = admission(circuit, 'a', 1, now); admitted.kind === 'waits'; left -= 1) {
          expect(left).toBeGreaterThan(0);
          now = admitted.until;
          admitted = admission(circuit, 'a', 1, now);
        }
      }),
    );
  });

  it('has a word of each code that a login can end with', () => {
    for (const code of Object.keys(FLOW_ERRORS) as FlowErrorCode[])
      expect(['well', 'trouble', 'nothing']).toContain(wordOf(code, false));
  });
});
