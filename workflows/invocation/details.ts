import type { InvocationState } from '../../contract/invocation.js';

const WAITING: Partial<Record<InvocationState['step'], (state: InvocationState) => string>> = {
  awaiting_input: ({ invocation_id, pending_fields }) => {
    const names = pending_fields.map((field) => `**${field.name}**`).join(', ') || 'a choice';
    return `Waits for ${names}. Answer with \`agent-auth invocations submit ${invocation_id} --answers -\`.`;
  },
  awaiting_external_action: ({ external_action_message }) => `Waits for another device: ${external_action_message}`,
};

/** What Temporal's UI shows of a running invocation, as Markdown. */
export function details(state: InvocationState): string {
  const what = `Logs in to ${state.domain} for profile ${state.profile_name} (${state.type}).`;
  const now =
    state.status === 'IN_PROGRESS'
      ? (WAITING[state.step]?.(state) ?? `Step: ${state.step}.`)
      : `Ended: ${state.status}${state.error_code ? `, ${state.error_code}: ${state.error_message}` : ''}`;
  return `${what}\n\n${now}`;
}
