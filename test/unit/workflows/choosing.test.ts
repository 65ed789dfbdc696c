import { describe, expect, it } from 'vitest';
import type { SubmitMessage } from '../../../contract/invocation/invocation.js';
import type { SeenPage } from '../../../contract/steps.js';
import * as flows from '../../../workflows/invocation/flow/index.js';
import { begun, input } from './begin.js';
import { field, page } from './pages.js';

const METHODS: SeenPage = {
  ...page(),
  mfa_options: [
    { type: 'sms', label: 'Text ***12, 3 tries left', target: null, description: null },
    { type: 'email', label: 'E-mail', target: null, description: null },
  ],
};
const BY_SMS: SubmitMessage = { question: 1, kid: 'k', entitlement: 'e', selected_mfa_type: 'sms' };

const saw = (flow: flows.Flow, seen: SeenPage) => flows.saw(flow, 1, { kind: 'input', page: seen });
const start = (seen = METHODS) => saw(flows.begun(flows.beginFlow(input, 0), 0, begun), seen);
/** A person has chosen, and the login has gone on. */
const chosen = (seen = METHODS) => flows.chose(flows.choosing(start(seen), 2, 'mfa_type'), seen, BY_SMS);
const forgotten = (flow: flows.Flow) => flows.saw(flow, 3, { kind: 'forgotten' });

describe('what a person has chosen', () => {
  it('is chosen again after the login has come back to a place before it, whatever the words say by then', () => {
    const again = { ...METHODS, mfa_options: METHODS.mfa_options.map((one) => ({ ...one, label: '2 tries left' })) };
    for (const back of [forgotten(chosen()), flows.pageLost(chosen(), 3), flows.woken(chosen(), 3, true)]) {
      expect(flows.choiceAgain(saw(back, again))).toEqual(BY_SMS);
      expect(flows.isForPerson(saw(back, again))).toBe(false);
    }
  });

  it('is asked for again where the page asks right after it, or nobody has asked for a new beginning', () => {
    const back = saw(forgotten(chosen()), METHODS);
    for (const flow of [
      saw(chosen(), METHODS),
      saw(flows.choosing(back, 4, 'mfa_type'), METHODS),
      saw(flows.woken(chosen(), 3, false), METHODS),
    ])
      expect(flows.isForPerson(flow)).toBe(true);
  });

  it.each<[string, SeenPage]>([
    ['with other methods', { ...METHODS, mfa_options: METHODS.mfa_options.slice(0, 1) }],
    ['of another site', { ...METHODS, site: 'other.example' }],
    ['that asks for something besides', { ...METHODS, fields: [field('pin')] }],
  ])('is no answer to a page %s', (_, other) => {
    expect(flows.choiceAgain(saw(forgotten(chosen()), other))).toBeNull();
  });

  it('gives way to what can be filled by now, and to a new answer', () => {
    const beside = { ...METHODS, fields: [field('code')] };
    const back = saw(forgotten(chosen(beside)), beside);
    expect(flows.matchOf(back).values).toHaveProperty('code');
    expect(flows.choiceAgain(back)).toBeNull();
    const answered = {
      ...saw(forgotten(chosen()), METHODS),
      answer: { ...BY_SMS, selected_mfa_type: 'email' } as const,
    };
    expect(flows.choiceAgain(answered)).toBeNull();
  });
});
