/** Why an agent logged in again, or does not, and what comes next: in sentences, from its record and its logins. */
import type { AgentTimelineEvent, AuthAgent } from '../../client/index.js';
import type { CanReauthReason } from '../../contract/agent/reauth.js';
import type { CheckReason } from '../../contract/agent/session-check.js';
import type { SessionEndCause } from '../../contract/agent/session-lifetime.js';
import type { StopReason } from '../../contract/agent/stop.js';
import { ERRORS } from '../../contract/errors/errors.js';

const CHECKS: Readonly<Record<CheckReason, string>> = {
  as_member: 'the site answered as it does to somebody who is logged in',
  as_stranger: 'the site answered as it does to a stranger',
  unlike_both: 'the site answered something new',
  refused: 'the site refused to answer',
  site_trouble: 'the site was in trouble',
  not_reached: 'the site could not be reached',
  no_page: 'no page was free to look',
  token_over: 'a token had run out that a page of the site may renew',
};

const ENDS: Readonly<Record<SessionEndCause, string>> = {
  found_over: 'a look at it found that the site no longer knew it',
  time_over: 'its time was over',
  reported: 'somebody who uses it said that it no longer works',
  account_changed: 'the agent was given another account',
  profile_changed: 'its profile was deleted, emptied, or now holds the session of another account',
  others_account: 'the site knew it as somebody else',
};

const STOPS: Readonly<Record<StopReason, string>> = {
  unknown: 'the site said neither yes nor no to the last login',
  lost: 'pages were lost after something may have been typed',
  site_trouble: 'the site was in trouble, or asked to wait',
  locked: 'the site said that the account is locked',
  not_allowed: 'the site said that the account may not log in',
  too_many_logins: 'too many logins within a day did not end in a session',
  codes_refused: 'the site refused two one-time codes in a row',
  short_sessions: 'its sessions end as soon as they have begun',
  paused: 'an operator has paused it, or its site',
  auto_reauth_off: 'it is set not to log in again by itself',
  circuit_open: 'several accounts have met trouble of the site',
};

/** Why the next login needs somebody. */
const NEEDS: Readonly<Record<CanReauthReason, string>> = {
  has_credential: 'all that the last one needed is stored',
  external_credential: 'a provider has its values',
  provider_unavailable: 'the provider of its values does not answer',
  provider_limited: 'the provider of its values wants no requests for a while',
  no_credential: 'nothing is stored for it',
  no_prior_successful_login: 'none has succeeded yet, so nobody knows what it takes',
  credential_refused: 'the site has refused what is stored',
  requires_code: 'a person had to give a one-time code the last time',
  requires_customer_input: 'a value is not stored',
  requires_external_action: 'a person had to confirm it elsewhere the last time',
  paused: 'an operator has paused it, or its site',
};

/** What would spare that person. */
const SPARES: Partial<Readonly<Record<CanReauthReason, (id: string) => string>>> = {
  no_credential: (id) => `Store its values, and name them: agent-auth agents update ${id} --credential NAME`,
  credential_refused: () => 'Correct them: agent-auth credentials update NAME --from FILE',
  requires_customer_input: () => 'Store it: agent-auth credentials update NAME --from FILE',
  requires_code: () =>
    'Store the TOTP secret, if the account has one: agent-auth credentials update NAME --totp-qr FILE',
};

const lastEnd = ({ last_session_end: end }: AuthAgent): string[] =>
  end === null ? [] : [`Its last session ended at ${end.at}: ${ENDS[end.cause]}.`];

const outcomeOf = ({ status, error_code, completed_at }: AgentTimelineEvent): string => {
  if (status === 'IN_PROGRESS') return 'it is still at it';
  const at = completed_at === null ? '' : ` at ${completed_at}`;
  if (status === 'SUCCESS') return `it was logged in${at}`;
  return error_code === null
    ? `it ended as ${status}${at}`
    : `it failed${at}. ${ERRORS[error_code].message} (${error_code})`;
};

/** A renewal has no end of a session before it: the next session was there before the last one was over. */
function lastLogin(agent: AuthAgent, events: readonly AgentTimelineEvent[]): string[] {
  const last = events.find(({ type }) => type !== 'reset');
  if (last === undefined) return [];
  const before = events.slice(events.indexOf(last) + 1).find(({ status }) => status === 'SUCCESS');
  const since = before?.completed_at ?? null;
  const end = agent.last_session_end;
  const isAfterEnd = end !== null && end.at <= last.timestamp && (since === null || end.at > since);
  const why = isAfterEnd
    ? `, because ${ENDS[end.cause]}`
    : since === null
      ? ''
      : ', before the session of then was over';
  const how = last.type === 'login' ? 'Somebody last started a login' : 'It last began to log in again';
  return [
    `${how} at ${last.timestamp}${last.type === 'reauth' ? why : ''}; ${outcomeOf(last)}. See: agent-auth invocations show ${last.id}`,
  ];
}

function session({ status, session_expires_at: at, session_expires_reason: reason }: AuthAgent): string[] {
  if (status !== 'AUTHENTICATED') return ['It has no session now.'];
  if (at === null) return ['It is logged in; nobody knows until when.'];
  const from = reason === 'learned' ? 'its sessions have lived at least so long' : 'the site says so';
  return [`It is logged in, ${reason === 'learned' ? 'probably' : 'at most'} until ${at}: ${from}.`];
}

function checks({
  last_check: seen,
  status,
  health_checks,
  health_check_interval,
  health_check_unavailable_reason: no,
}: AuthAgent): string[] {
  const last = seen === null ? [] : [`The last look at it, at ${seen.at}: ${CHECKS[seen.why]}.`];
  if (status !== 'AUTHENTICATED') return last;
  if (!health_checks) return [...last, 'Its session is not looked at (health_checks is off).'];
  if (no === 'no_probe') return [...last, 'Its session cannot be looked at: nothing tells it from none.'];
  if (no === 'single_visit')
    return [...last, 'Its session is not looked at: the site ends one that is used twice at a time.'];
  const from = seen === null ? null : Date.parse(seen.at) + health_check_interval * 1_000;
  return [
    ...last,
    from === null
      ? `It is looked at about every ${health_check_interval} seconds.`
      : `The next look is due about ${new Date(from).toISOString()}.`,
  ];
}

/** What keeps it from logging in now. */
function waits({
  id,
  stopped,
  paused,
  reauth_wait: wait,
  can_reauth,
  can_reauth_reason: reason,
  auto_reauth,
}: AuthAgent): string[] {
  const lines: string[] = [];
  if (stopped !== null)
    lines.push(
      `By itself it sends nothing${stopped.until ? ` before ${stopped.until}` : ' until that changes'}: ${STOPS[stopped.why]}.`,
    );
  if (paused !== null) lines.push(`${paused.by} has paused it at ${paused.at}: ${paused.reason}.`);
  if (wait !== null) {
    const missing = wait.missing.join(', ') || (wait.waits_for === 'input' ? 'an answer' : 'a confirmation elsewhere');
    const next = wait.next_at ? `; it asks again at ${wait.next_at}` : '';
    lines.push(`It has been waiting for ${missing} from a person since ${wait.since}${next}.`);
    if (wait.invocation_id) lines.push(`Answer it: agent-auth invocations submit ${wait.invocation_id}`);
  }
  if (!auto_reauth) lines.push('It does not log in again by itself (auto_reauth is off).');
  else if (!can_reauth) lines.push(`The next login will need somebody: ${NEEDS[reason]} (${reason}).`);
  const spares = can_reauth ? undefined : SPARES[reason];
  if (spares !== undefined) lines.push(spares(id));
  return lines;
}

/**
 * What happened to an agent's session, and what comes next.
 * @param events of its timeline, newest first
 */
export const whyLines = (agent: AuthAgent, events: readonly AgentTimelineEvent[]): string[] => [
  ...session(agent),
  ...lastEnd(agent),
  ...lastLogin(agent, events),
  ...checks(agent),
  ...waits(agent),
];
