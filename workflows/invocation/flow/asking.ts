import type { InvocationState, SubmitMessage } from '../../../contract/invocation/invocation.js';
import type { GivenAnswer, SeenField } from '../../../contract/steps.js';
import { iso } from '../../iso.js';
import { keyOfGiven, siteFor } from '../given.js';
import { type Flow, matchOf, NOTHING_PENDING, show, without } from './flow.js';
import { shownAs } from './shown.js';

/** Asks a person a new question. It is numbered, so that a late answer to an earlier one is recognised. */
export function ask(flow: Flow, now: number, idle_seconds: number): Flow {
  const pending = matchOf(flow).pending;
  const page = flow.seen!;
  const idle_deadline = Math.min(now + idle_seconds * 1000, flow.overall_deadline);
  const change: Partial<InvocationState> = {
    step: 'awaiting_input',
    question: flow.state.question + 1,
    pending_fields: pending,
    pending_sso_buttons: page.sso_buttons,
    mfa_options: page.mfa_options,
    sign_in_options: page.sign_in_options,
    asked_by: page.site ?? null,
    external_action_message: null,
    ...shownAs(flow, 'page', page.shown),
  };
  return show({ ...flow, idle_deadline, answer: null }, now, change, {
    event: 'awaiting_input',
    fields: pending.map((field) => field.name),
  });
}

/** An answer by what entitles to it. */
export const givenBy = ({ question, kid, entitlement }: SubmitMessage): GivenAnswer => ({ question, kid, entitlement });

/** Takes an answer that `checkSubmit` has accepted. */
export function submitted(flow: Flow, now: number, message: SubmitMessage): Flow {
  const names = Object.keys(message.field_values ?? {});
  const given = { ...flow.given };
  const { seen } = flow;
  for (const field of names) {
    const source = { field, ...siteFor(field, seen!), ...givenBy(message) };
    given[keyOfGiven(source)] = { from: 'given', sealed: message.field_values![field]!, ...source };
  }
  const codes = seen?.fields.filter(isOnce).map((field) => field.name) ?? [];
  const keys = names
    .filter((name) => codes.includes(name))
    .map((field) => keyOfGiven({ field, ...siteFor(field, seen!) }));
  const one_time = [...new Set([...flow.one_time, ...keys])];
  const next = {
    ...flow,
    given,
    one_time,
    answer: message,
    idle_deadline: null,
    losses: 0,
    steps: 0,
    waits: 0,
    same_form: 0,
  };
  const submitted_fields = [...new Set([...flow.state.submitted_fields, ...names])];
  return show(
    next,
    now,
    { ...NOTHING_PENDING, step: 'submitting', submitted_fields, stopped: null },
    { event: 'submitted', fields: names },
  );
}

/** What is good for one login only. */
export const isOnce = ({ role, once }: SeenField): boolean => role === 'code' || once === true;

export const submitRejected = (
  flow: Flow,
  now: number,
  code: NonNullable<InvocationState['last_rejected']>['code'],
): Flow => show(flow, now, { last_rejected: { code, at: iso(now) } }, { event: 'submit_rejected', code });

/**
 * Nothing entitles to an answer that was taken in: it is as if it had not come, and the question is asked again.
 * @param keys of the values given
 */
export const notEntitled = (flow: Flow, now: number, keys: readonly string[]): Flow =>
  submitRejected({ ...flow, seen: null, given: without(flow.given, keys) }, now, 'not_entitled');
