import type { AgentAuth, AgentAuthInvocation, InvocationAnswer } from '../../client/index.js';
import { AgentAuthError } from '../../contract/errors.js';
import type { Io } from './io.js';
import type { Print } from './print.js';
import { newEvents, tell } from './timeline.js';

/** Somebody else may have answered, or the time may be up, while this person was typing: the story goes on either way. */
const OVERTAKEN: ReadonlySet<string> = new Set([
  'stale_step',
  'submit_in_progress',
  'not_awaiting_input',
  'invocation_ended',
]);

export interface PlayOptions {
  /** Answers a question, or null when nobody can. */
  readonly answer: (invocation: AgentAuthInvocation) => Promise<InvocationAnswer | null>;
  readonly signal: AbortSignal;
}

const needsHuman = ({ invocation_id, pending_fields, external_action_message }: AgentAuthInvocation): AgentAuthError =>
  new AgentAuthError('needs_human', { invocation_id, pending_fields, external_action_message });

/**
 * Follows a login to its end, prints its timeline and answers its questions.
 * @throws AgentAuthError `needs_human` when a question has no answer here, `ensure_timeout` when `signal` came first: the login goes on
 */
export async function playLogin(
  auth: AgentAuth,
  io: Io,
  print: Print,
  invocationId: string,
  { answer, signal }: PlayOptions,
): Promise<AgentAuthInvocation> {
  const { invocations } = auth.agents.auth;
  const fresh = newEvents();
  let answered = 0;
  let latest: AgentAuthInvocation | undefined;
  for await (const state of invocations.follow(invocationId, { signal })) {
    latest = state;
    for (const event of fresh(state))
      print.line({ ...event, invocation_id: invocationId }, tell(event, state, io.colors));
    if (state.status !== 'IN_PROGRESS') return state;
    if (state.step !== 'awaiting_input' || state.question === answered) continue;
    const given = await answer(state);
    if (!given) throw needsHuman(state);
    answered = state.question;
    await submit(invocations, state, given);
  }
  if (latest?.step === 'awaiting_input' || latest?.step === 'awaiting_external_action') throw needsHuman(latest);
  throw new AgentAuthError('ensure_timeout', { invocation_id: invocationId });
}

async function submit(
  invocations: AgentAuth['agents']['auth']['invocations'],
  { invocation_id }: AgentAuthInvocation,
  given: InvocationAnswer,
): Promise<void> {
  try {
    await invocations.submit(invocation_id, given);
  } catch (error) {
    if (!(error instanceof AgentAuthError) || !OVERTAKEN.has(error.code)) throw error;
  }
}

/** @throws AgentAuthError the code of a login that did not end well */
export function requireSuccess({ status, error_code, invocation_id, website_error }: AgentAuthInvocation): void {
  if (status === 'SUCCESS') return;
  const details = { invocation_id, status, ...(website_error ? { website_error } : {}) };
  if (status === 'EXPIRED') throw new AgentAuthError('awaiting_input_timeout', details);
  if (status === 'CANCELED') throw new AgentAuthError('invocation_ended', details);
  throw new AgentAuthError(error_code ?? 'internal_error', details);
}
