import { AgentAuthError } from '../../contract/errors.js';
import type { AgentAuthInvocation } from './shape.js';

/** What a person is needed for: values to give, something to do elsewhere, and what can be chosen instead, where the site offers it. */
export function needsHuman(state: AgentAuthInvocation): AgentAuthError {
  const { invocation_id, pending_fields, external_action_message } = state;
  const { pending_sso_buttons, mfa_options, sign_in_options } = state;
  const offered = Object.entries({ pending_sso_buttons, mfa_options, sign_in_options });
  return new AgentAuthError('needs_human', {
    invocation_id,
    pending_fields,
    external_action_message,
    ...Object.fromEntries(offered.filter(([, options]) => options.length > 0)),
  });
}
