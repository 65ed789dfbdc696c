import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAnswer, type InvocationAnswer, parseAnswer } from '../../../client/invocations/answer.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { field, invocationState } from './invocation-state.js';

const refusalOf = (answer: unknown, state = invocationState()): AgentAuthError | null => {
  try {
    checkAnswer(state, parseAnswer(answer));
    return null;
  } catch (error) {
    if (error instanceof AgentAuthError) return error;
    throw error;
  }
};
const codeOf = (...args: Parameters<typeof refusalOf>) => refusalOf(...args)?.code ?? 'accepted';

describe('an answer', () => {
  it('is accepted when it gives what is pending', () => {
    expect(codeOf({ field_values: { password: 'x' } })).toBe('accepted');
  });

  it.each<[string, InvocationAnswer, string]>([
    ['an unknown field', { field_values: { passwort: 'x' } }, 'unknown_field'],
    ['nothing', { field_values: {} }, 'missing_field'],
    ['an empty value', { field_values: { password: '' } }, 'empty_value'],
    ['blanks', { field_values: { password: ' \t' } }, 'empty_value'],
    ['a button that is not there', { sso_button: 'google' }, 'unknown_option'],
    ['a method that is not offered', { selected_mfa_type: 'sms' }, 'unknown_option'],
    ['a choice that is not offered', { sign_in_option_id: 'other' }, 'unknown_option'],
  ])('is refused for %s', (_, answer, code) => {
    expect(codeOf(answer)).toBe(code);
  });

  it('names the required fields that are missing', () => {
    const state = invocationState({
      pending_fields: [field('email'), field('password'), field('tenant', { required: false })],
    });
    expect(refusalOf({ field_values: { password: 'x' } }, state)?.details).toEqual({ fields: ['email'] });
  });

  it('takes one of the offered values for a field of choices', () => {
    const options = [{ value: 'de', label: 'Deutschland' }];
    const state = invocationState({ pending_fields: [field('country', { options })] });
    expect(codeOf({ field_values: { country: 'de' } }, state)).toBe('accepted');
    expect(codeOf({ field_values: { country: 'Deutschland' } }, state)).toBe('unknown_option');
  });

  it('takes a button by selector or by provider', () => {
    const pending_sso_buttons = [{ label: 'Google', provider: 'google', selector: '#g' }];
    const state = invocationState({ pending_fields: [], pending_sso_buttons });
    expect(codeOf({ sso_button: '#g' }, state)).toBe('accepted');
    expect(codeOf({ sso_button: 'google' }, state)).toBe('accepted');
  });

  it.each([
    ['the end', { status: 'SUCCESS', step: 'completed' }, 'invocation_ended'],
    ['an answer that is being used', { step: 'submitting' }, 'submit_in_progress'],
    ['the question', { step: 'discovering' }, 'not_awaiting_input'],
  ] as const)('is refused after or before its time: %s', (_, more, code) => {
    expect(codeOf({ field_values: { password: 'x' } }, invocationState(more))).toBe(code);
  });

  it.each([
    {},
    null,
    'password',
    { field_values: { password: 'x' }, sso_button: 'google' },
    { field_values: { password: 7 } },
    { field_values: { password: 'x'.repeat(4097) } },
    { password: 'x' },
  ])('is refused when it is not exactly one of the four kinds: %j', (answer) => {
    expect(codeOf(answer)).toBe('invalid_input');
  });

  it('never comes back in an error, whatever was given as what', () => {
    const secret = fc.string({ minLength: 6 }).map((text) => `s3cret${text}`);
    const answer = fc.oneof(
      fc.record({
        field_values: fc.dictionary(fc.oneof(secret, fc.constant('password')), fc.oneof(secret, fc.constant(''))),
      }),
      fc.record({ sso_button: secret }),
      fc.record({ selected_mfa_type: secret }),
      fc.record({ sign_in_option_id: secret }),
      fc.dictionary(secret, secret),
    );
    fc.assert(
      fc.property(answer, (given) => {
        expect(JSON.stringify(refusalOf(given))).not.toContain('s3cret');
      }),
    );
  });
});
