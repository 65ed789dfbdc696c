import type { AgentConfig, AgentInput, AgentResume, AgentState } from '../../contract/agent/agent.js';
import type { LoginStop } from '../../contract/agent/stop.js';
import type { InvocationEnd, KnownSession } from '../../contract/steps.js';
import { iso } from '../iso.js';

/** Least time between two re-authentications by timer, so that a site whose sessions seem to end at once is not flooded with logins. */
const MIN_SESSION_MS = 5_000;
/** How often an agent that is paused asks whether it may renew its session, should nobody tell it. */
const PAUSED_MS = 3_600_000;

/** What an agent knows. Plain data, so that a new run can take it over. */
export function beginRecord(input: AgentInput): AgentResume {
  const state: AgentState = {
    ...input.config,
    id: input.id,
    status: 'NEEDS_AUTH',
    version: 1,
    invocation_id: null,
    last_invocation_id: null,
    last_error_code: null,
    last_auth_at: null,
    session_expires_at: null,
    post_login_url: null,
    save_credential_as: null,
  };
  return {
    state,
    slot: null,
    slot_run_id: null,
    invocation_expires_at: null,
    waiting: [],
    not_before: null,
    name_is_kept: false,
  };
}

/** What callers see has changed: those who wait for that are told. */
export const change = (record: AgentResume, state: Partial<AgentState>): AgentResume => ({
  ...record,
  state: { ...record.state, ...state, version: record.state.version + 1 },
});

const sameConfig = (state: AgentState, config: AgentConfig): boolean =>
  (Object.keys(config) as (keyof AgentConfig)[]).every(
    (key) => JSON.stringify(state[key]) === JSON.stringify(config[key]),
  );

export const configured = (record: AgentResume, config: AgentConfig): AgentResume =>
  sameConfig(record.state, config) ? record : change(record, config);

/** Reserves the agent's one slot for an invocation. Called before a handler's first `await`, so that two callers never start two. */
export function reserved(
  record: AgentResume,
  invocation_id: string,
  expires_at: string,
  save: string | null,
): AgentResume {
  const slot = { slot: invocation_id, slot_run_id: null, invocation_expires_at: expires_at, overdue_checks: 0 };
  const next = { ...record, ...slot, due: false };
  return change(next, { save_credential_as: save ?? record.state.save_credential_as, stopped: null });
}

export const released = (record: AgentResume): AgentResume =>
  change({ ...record, slot: null, invocation_expires_at: null }, { invocation_id: null });

/** Shows the invocation to callers once it runs. It may even have ended already. */
export const started = (record: AgentResume, invocation_id: string, slot_run_id: string): AgentResume =>
  record.slot === invocation_id ? change({ ...record, slot_run_id }, { invocation_id }) : record;

/** The vault has been told what name the agent remembers. */
export const nameKept = (record: AgentResume): AgentResume => ({ ...record, name_is_kept: true });

export const sessionExpired = (record: AgentResume): AgentResume =>
  record.state.status === 'AUTHENTICATED' ? change(record, { status: 'NEEDS_AUTH', session_expires_at: null }) : record;

/** The vault has a session that the agent knows nothing of: the agent is new, or its own records are older. */
export const sessionKnown = (record: AgentResume, session: KnownSession): AgentResume =>
  change({ ...record, due: false, waiting: [] }, { ...session, status: 'AUTHENTICATED', stopped: null });

/**
 * A login was wanted, and the vault does not let it out. Sessions that end at once are waited out, and so is a pause where it is the agent's own
 * renewal; whoever waits for a session is told of anything else.
 * @param session_ended it is a renewal: nobody else asks for it again
 */
export function stoppedBy(record: AgentResume, stop: LoginStop, session_ended: boolean, now: number): AgentResume {
  if (stop.why === 'paused') {
    const due = session_ended || record.due === true;
    const next = { ...record, due, waiting: [], not_before: due ? iso(now + PAUSED_MS) : record.not_before };
    return change(next, { stopped: stop, last_error_code: 'paused' });
  }
  if (stop.why === 'auto_reauth_off') return change({ ...record, due: false }, { stopped: stop });
  const due = stop.why === 'short_sessions' && stop.until !== null;
  const next = due ? { ...record, due, not_before: stop.until } : { ...record, due, waiting: [] };
  return change(next, { stopped: stop, last_error_code: due ? record.state.last_error_code : 'max_attempts_reached' });
}

/** What an agent waits for that was paused, it asks for again now. */
export const resumed = (record: AgentResume, now: number): AgentResume =>
  record.state.stopped?.why === 'paused'
    ? change({ ...record, not_before: record.due ? iso(now) : record.not_before }, { stopped: null })
    : record;

/** What a person was asked for and did not give may be there by now. */
export const mayBeAnswered = (record: AgentResume, now: number): AgentResume =>
  record.slot === null ? { ...record, due: true, not_before: iso(now) } : record;

/** The login in progress is overdue, and runs. */
export const stillRuns = (record: AgentResume): AgentResume => ({
  ...record,
  overdue_checks: (record.overdue_checks ?? 0) + 1,
});

export const addWaiter = (record: AgentResume, workflow_id: string): AgentResume => ({
  ...record,
  waiting: [...new Set([...record.waiting, workflow_id])],
});

/** Records the end of the invocation in progress. */
export function invocationEnded(record: AgentResume, end: InvocationEnd, now: number): AgentResume {
  const success = end.status === 'SUCCESS';
  const next = {
    ...record,
    slot: null,
    invocation_expires_at: null,
    waiting: [],
    not_before: end.again_at ?? iso(now + MIN_SESSION_MS),
    ...(end.again_at === undefined ? {} : { due: true }),
  };
  const session: Partial<AgentState> = success
    ? {
        last_auth_at: iso(now),
        session_expires_at: end.session_expires_at,
        post_login_url: end.post_login_url,
        credential_name: end.credential_name ?? record.state.credential_name,
      }
    : {};
  return change(next, {
    ...session,
    // A failed login says nothing about the session that existed before it.
    status: success ? 'AUTHENTICATED' : record.state.status,
    invocation_id: null,
    last_invocation_id: record.slot,
    last_error_code: end.error_code,
  });
}

/** When the agent next has to act without a message, and why; null when it never has to. */
export function nextWake(
  record: AgentResume,
): { readonly at: number; readonly why: 'session ends' | 'login is due' | 'invocation overdue' } | null {
  const { state, slot, invocation_expires_at, not_before } = record;
  if (slot !== null) return { at: Date.parse(invocation_expires_at!), why: 'invocation overdue' };
  if (record.due) return { at: Date.parse(not_before ?? iso(0)), why: 'login is due' };
  if (state.status !== 'AUTHENTICATED' || state.session_expires_at === null) return null;
  return { at: Math.max(Date.parse(state.session_expires_at), Date.parse(not_before ?? iso(0))), why: 'session ends' };
}
