import type { InvocationState } from '../../../contract/invocation/invocation.js';

type Used =
  | 'invocation_id'
  | 'domain'
  | 'profile_name'
  | 'status'
  | 'step'
  | 'version'
  | 'question'
  | 'sealing_key'
  | 'expires_at'
  | 'pending_fields'
  | 'pending_sso_buttons'
  | 'mfa_options'
  | 'sign_in_options'
  | 'external_action_message'
  | 'website_error'
  | 'error_code'
  | 'last_rejected'
  | 'save_credential_as'
  | 'session_expires_at'
  | 'timeline';

/** What the page uses of an invocation. */
export interface HostedState extends Pick<InvocationState, Used> {
  /** Who asks the person. */
  readonly app_name: string;
}

const orNone = <Item>(list: readonly Item[] | null | undefined): readonly Item[] => list ?? [];

/** Takes in what `retrieve` answers; it may leave out lists and words where there are none. */
export function readState(json: string): HostedState {
  const state = JSON.parse(json) as HostedState;
  return {
    ...state,
    pending_fields: orNone(state.pending_fields).map((field) => ({
      ...field,
      placeholder: field.placeholder ?? null,
      hint: field.hint ?? null,
      options: field.options ?? null,
    })),
    pending_sso_buttons: orNone(state.pending_sso_buttons),
    mfa_options: orNone(state.mfa_options),
    sign_in_options: orNone(state.sign_in_options),
    timeline: orNone(state.timeline),
  };
}

export const hasEnded = ({ status }: HostedState): boolean => status !== 'IN_PROGRESS';
