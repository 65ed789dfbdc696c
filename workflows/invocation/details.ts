import type { InvocationState } from '../../contract/invocation.js';
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
    `Waits for ${asked(state)}, for ${markdown(state.domain)}. Answer with \`agent-auth invocations submit ${state.invocation_id} --answers -\`.`,
  awaiting_external_action: ({ domain }) =>
    `Waits until somebody confirms the login to ${markdown(domain)} on another device.`,
};

/** What Temporal's UI shows of a running invocation, as Markdown. */
export function details(state: InvocationState): string {
  const what = `Logs in to ${markdown(state.domain)} for profile ${markdown(state.profile_name)} (${state.type}).`;
  const now =
    state.status === 'IN_PROGRESS'
      ? (WAITING[state.step]?.(state) ?? `Step: ${state.step}.`)
      : `Ended: ${state.status}${state.error_code ? `, ${state.error_code}: ${state.error_message}` : ''}`;
  const not_saved = state.timeline.at(-1)?.not_saved?.map(markdown).join(', ');
  if (not_saved) return `${what}\n\n${now} Not saved as ${not_saved}: credentials of another site have that name.`;
  return `${what}\n\n${now}`;
}
