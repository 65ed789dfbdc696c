import type { LoginStop } from '../../contract/agent/stop.js';
import { ERRORS } from '../../contract/errors/errors.js';
import type { InvocationState, InvocationStatus, InvocationType } from '../../contract/invocation/invocation.js';
import type { InvocationRecord } from '../../contract/invocation/invocation-record.js';

/** An invocation as callers see it: Kernel's members, and ours. Lists are empty where there is nothing. */
export interface AgentAuthInvocation extends InvocationState {
  /** Who asks the person for the values. */
  readonly app_name: string;
  /** Always null: the browser is not shown. */
  readonly live_view_url: null;
}

/** A person's link to an invocation. */
export interface Handoff {
  readonly invocation_id: string;
  /**
   * Code for the hosted page; 44 characters. It is exchanged once, within five minutes, and entitles to answers until the login ends. That of a re-login can
   * be opened as long as it waits, by one browser.
   */
  readonly handoff_code: string;
  /** Link for the person who can give what is missing; null where no hosted page is served. */
  readonly hosted_url: string | null;
}

/** Answer to a start. */
export interface StartedLogin extends Handoff {
  readonly type: InvocationType;
  /** RFC 3339. */
  readonly expires_at: string;
  /** What keeps the agent from logging in by itself now, and until when; null: nothing. This login goes on, as far as its account lets it. */
  readonly stopped: LoginStop | null;
}

export const hasEnded = (status: InvocationStatus): boolean => status !== 'IN_PROGRESS';

const ADDED = { app_name: 'temporal-agent-auth', live_view_url: null } as const;

export const fromState = (state: InvocationState): AgentAuthInvocation => ({ ...ADDED, ...state });

/** From the index, which remembers how an invocation ended longer than Temporal keeps its history. */
export const fromRecord = (record: InvocationRecord): AgentAuthInvocation => ({
  ...ADDED,
  invocation_id: record.invocation_id,
  auth_agent_id: record.auth_agent_id,
  type: record.type,
  domain: record.domain,
  profile_name: record.profile_name,
  status: record.status,
  step: stepOf(record.status),
  version: 0,
  question: 0,
  sealing_key: null,
  started_at: record.started_at,
  expires_at: record.ended_at ?? record.started_at,
  pending_fields: [],
  submitted_fields: [],
  pending_sso_buttons: [],
  mfa_options: [],
  sign_in_options: [],
  sso_provider: null,
  external_action_message: null,
  website_error: null,
  error_code: record.error_code,
  error_message: record.error_code && ERRORS[record.error_code].message,
  ...(record.error_details && { error_details: record.error_details }),
  ...(record.stopped && { stopped: record.stopped }),
  artefact: null,
  last_rejected: null,
  save_credential_as: null,
  session_expires_at: null,
  post_login_url: null,
  timeline: [],
});

const stepOf = (status: InvocationStatus): InvocationState['step'] => {
  if (status === 'EXPIRED') return 'expired';
  return hasEnded(status) ? 'completed' : 'initialized';
};
