import { AgentAuthError } from '../../contract/errors/errors.js';
import type { AgentAuthInvocation } from './shape.js';

/** Stored values that the site has refused: marked, so that no login sends them again. What a person gave is theirs to correct. */
const refusedIn = ({ pending_fields, submitted_fields }: AgentAuthInvocation): string[] =>
  pending_fields
    .filter(({ name, reason }) => reason === 'rejected' && !submitted_fields.includes(name))
    .map(({ name }) => name);

const adviceOn = (refused: readonly string[], { invocation_id }: AgentAuthInvocation): string =>
  `The site refused what is stored as ${refused.join(', ')}: it is marked, and not sent again until it changes. Correct the credential, or answer with \`agent-auth invocations submit ${invocation_id}\`.`;

const answerIt = ({ invocation_id }: AgentAuthInvocation): string =>
  `Answer with \`agent-auth invocations submit ${invocation_id}\`, or send the hosted link to that person.`;

/** What a person is needed for: values to give, something to do elsewhere, and what can be chosen instead, where the site offers it. */
export function needsHuman(state: AgentAuthInvocation): AgentAuthError {
  const { invocation_id, pending_fields, external_action_message } = state;
  const { pending_sso_buttons, mfa_options, sign_in_options } = state;
  const offered = Object.entries({ pending_sso_buttons, mfa_options, sign_in_options });
  const refused = refusedIn(state);
  return new AgentAuthError('needs_human', {
    invocation_id,
    pending_fields,
    external_action_message,
    ...Object.fromEntries(offered.filter(([, options]) => options.length > 0)),
    ...(refused.length > 0 ? { refused } : {}),
    advice: refused.length > 0 ? adviceOn(refused, state) : answerIt(state),
  });
}
