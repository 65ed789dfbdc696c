import { FLOW_ERRORS } from '../../contract/errors/errors.js';
import type { InvocationState } from '../../contract/invocation/invocation.js';
import { markdown } from '../markdown.js';

type Asking = Pick<InvocationState, 'pending_fields' | 'pending_sso_buttons' | 'mfa_options' | 'sign_in_options'>;

/** What can be answered, in our words: what the site calls it is for those who may see the login. */
function asked({ pending_fields, pending_sso_buttons, mfa_options, sign_in_options }: Asking): string {
  const values = pending_fields.length === 1 ? '1 value' : `${pending_fields.length} values`;
  const names = pending_fields.map((field) => `**${markdown(field.name)}**`).join(', ');
  const choices = pending_sso_buttons.length + mfa_options.length + sign_in_options.length;
  const parts = [
    ...(names === '' ? [] : [`${values} (${names})`]),
    ...(choices === 0 ? [] : [choices === 1 ? '1 choice' : `${choices} choices`]),
  ];
  return parts.join(' or ') || 'a choice';
}

const WAITING: Partial<Record<InvocationState['step'], (state: InvocationState) => string>> = {
  awaiting_input: (state) =>
    `Waits for ${asked(state)} until ${state.expires_at}. Answer with \`agent-auth invocations submit ${state.invocation_id}\`, or in the hosted page.`,
  awaiting_external_action: ({ domain, expires_at }) =>
    `Waits until somebody confirms the login to ${markdown(domain)} on another device, at the latest until ${expires_at}.`,
};

/** How it ended, and what to do. */
function ending({ status, error_code }: InvocationState): string {
  if (error_code === null) return `Ended: **${markdown(status)}**.`;
  const { message, next } = FLOW_ERRORS[error_code];
  // Our own sentences: they name commands in Markdown.
  return `Ended: **${markdown(status)}**. ${message} (${markdown(error_code)})\n\n${next}`;
}

/** What Temporal's UI shows of a running invocation, as Markdown. */
export function details(state: InvocationState): string {
  const what = `${state.type === 'reauth' ? 'Logs in again' : 'Logs in'} to ${markdown(state.domain)} for profile ${markdown(state.profile_name)}, for agent \`${state.auth_agent_id}\`.`;
  const now = state.status === 'IN_PROGRESS' ? (WAITING[state.step]?.(state) ?? `Step: ${state.step}.`) : ending(state);
  const not_saved = state.timeline.at(-1)?.not_saved?.map(markdown).join(', ');
  return [
    what,
    now,
    ...(not_saved ? [`Not saved as ${not_saved}: credentials of another site have that name.`] : []),
    `Its whole story: \`agent-auth invocations show ${state.invocation_id}\`.`,
  ].join('\n\n');
}
