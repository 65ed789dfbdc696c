import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { traceLines } from '../../../cli/login/trace.js';

const colors = pc.createColors(false);
const AT = Date.parse('2026-03-01T12:00:00.250Z');

describe('a trace in the terminal', () => {
  it('is a sentence an entry: when, what was looked into, what came of it, and the codes', () => {
    const entries = [
      { at: AT, stage: 'open', rule: 'way_in', reason: 'home_page', facts: {} },
      {
        at: AT + 1_000,
        stage: 'judge',
        rule: 'verdict',
        reason: 'new_words',
        facts: { outcome: 'refused', early: false },
      },
    ] as const;
    expect(traceLines({ entries, dropped: 0 }, colors)).toEqual([
      '12:00:00.250  Where to begin: at the home page. [open way_in home_page]',
      '12:00:01.250  What the page says came of it: new words on the page say no (so: refused). [judge verdict new_words]',
    ]);
  });

  it('says what is gone, and when there is none', () => {
    const entry = { at: AT, stage: 'fill', rule: 'submitted', reason: 'typed_and_sent', facts: {} } as const;
    expect(traceLines({ entries: [entry], dropped: 12 }, colors)[0]).toBe('12 older entries are gone');
    expect(traceLines({ entries: [], dropped: 0 }, colors)).toHaveLength(1);
  });
});
