import type { InvocationState } from '../../contract/invocation.js';
import { markdown } from '../markdown.js';

const WAITING: Partial<Record<InvocationState['step'], (state: InvocationState) => string>> = {
  awaiting_input: ({ invocation_id, pending_fields }) => {
    const names = pending_fields.map((field) => `**${markdown(field.name)}**`).join(', ') || 'a choice';
    return `Waits for ${names}. Answer with \`agent-auth invocations submit ${invocation_id} --answers -\`.`;
  },
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
