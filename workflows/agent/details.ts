import type { AgentState } from '../../contract/agent/agent.js';
import { FLOW_ERRORS } from '../../contract/errors/errors.js';
import { markdown } from '../markdown.js';

/** What keeps it from having a session, or what it is at. */
function now({ invocation_id, last_invocation_id, last_error_code: code, stopped }: AgentState): string[] {
  const until = stopped?.until ? ` until ${stopped.until}` : '';
  const story = last_invocation_id === null ? '' : ` Its story: \`agent-auth invocations show ${last_invocation_id}\`.`;
  return [
    ...(invocation_id === null ? [] : [`A login is in progress: workflow \`${invocation_id}\`.`]),
    ...(code === null
      ? []
      : [`The last login did not end well: ${FLOW_ERRORS[code].message} (${markdown(code)})${story}`]),
    ...(stopped ? [`It does not log in by itself${until} (${markdown(stopped.why)}).`] : []),
  ];
}

/** What Temporal's UI shows of an agent, as Markdown. */
export function details(state: AgentState): string {
  const { id, status, domain, profile_name, session_expires_at } = state;
  const until = session_expires_at ? ` until ${session_expires_at}` : '';
  return [
    `Session of ${markdown(domain)} for profile ${markdown(profile_name)}: **${markdown(status)}**${until}.`,
    ...now(state),
    `Why it logs in, and what comes next: \`agent-auth agents show ${id}\`.`,
  ].join('\n\n');
}
