import { FLOW_ERRORS } from '../../../contract/errors/errors.js';
import type { InvocationState } from '../../../contract/invocation/invocation.js';
import type { SaveResult } from '../../../contract/steps.js';
import type { Given } from '../given.js';
import { type Flow, fail, NOTHING_PENDING, show, without } from './flow.js';
import { type Address, placeOf, shownAs } from './shown.js';

export const saving = (flow: Flow, now: number, at: Address): Flow =>
  show(flow, now, { ...NOTHING_PENDING, step: 'submitting' }, { event: 'saving', ...placeOf(at) });

export function saved(flow: Flow, now: number, result: Exclude<SaveResult, { kind: 'step_left' }>): Flow {
  if (result.kind === 'not_kept')
    return fail(show({ ...flow, page: null }, now, { artefact: result.artefact }), 'session_not_kept');
  const { session_expires_at, post_login_url, address, notice } = result;
  const next = show(
    { ...flow, page: null },
    now,
    { session_expires_at, post_login_url, ...shownAs(flow, 'session', address) },
    { event: 'saved', ...placeOf({ url: post_login_url, address }), ...(notice ? { notice } : {}) },
  );
  return { ...next, end: { status: 'SUCCESS', code: null } };
}

/** Failed after all: the vault does not have the session that was proven. */
export const lost = (flow: Flow, now: number): Flow =>
  fail(show(flow, now, { session_expires_at: null, post_login_url: null }), 'internal_error');

export const expired = (flow: Flow): Flow => ({
  ...flow,
  end: {
    status: 'EXPIRED',
    code: flow.state.step === 'awaiting_external_action' ? 'external_action_timeout' : 'awaiting_input_timeout',
  },
});

export const canceled = (flow: Flow): Flow => ({ ...flow, end: { status: 'CANCELED', code: null } });

/** Values that a person gave and the site accepted, to be saved under `save_credential_as`, by `keyOfGiven`. */
export const givenToSave = (flow: Flow): Record<string, Given> => without(flow.given, flow.one_time);

/** @param not_saved names of credentials of other sites, which nothing was saved into */
export function closed(flow: Flow, now: number, not_saved: readonly string[] = []): Flow {
  const { status, code } = flow.end!;
  const change: Partial<InvocationState> = {
    ...NOTHING_PENDING,
    status,
    step: status === 'EXPIRED' ? 'expired' : 'completed',
    sealing_key: null,
    error_code: code,
    error_message: code && FLOW_ERRORS[code].message,
  };
  const event = { event: 'ended', ...(code ? { code } : {}), ...(not_saved.length > 0 ? { not_saved } : {}) } as const;
  return show({ ...flow, given: {} }, now, change, event);
}
