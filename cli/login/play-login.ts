import type { AgentAuth, AgentAuthInvocation, InvocationAnswer } from '../../client/index.js';
import { needsHuman } from '../../client/internal.js';
import { AgentAuthError, ERRORS } from '../../contract/errors/errors.js';
import { anySignal } from '../../contract/machine/any-signal.js';
import type { Io } from '../terminal/io.js';
import type { Print } from '../terminal/print.js';
import { newEvents, storyLine } from './timeline.js';

/** Somebody else may have answered, or the time may be up, while this person was typing: the story goes on either way. */
const OVERTAKEN: ReadonlySet<string> = new Set([
  'stale_step',
  'submit_in_progress',
  'not_awaiting_input',
  'invocation_ended',
]);

/** Answers a question, or null when nobody can. `signal`: the question is no longer open. */
export type Answerer = (invocation: AgentAuthInvocation, signal: AbortSignal) => Promise<InvocationAnswer | null>;

export interface PlayOptions {
  readonly answer: Answerer;
  readonly signal: AbortSignal;
}

/** A question that is being asked here. The login is watched meanwhile: it may be answered elsewhere. */
interface Asking {
  readonly question: number;
  close(): Promise<void>;
}

function ask(auth: AgentAuth, state: AgentAuthInvocation, answer: Answerer, onError: (error: unknown) => void): Asking {
  const open = new AbortController();
  const run = async (): Promise<void> => {
    const given = await answer(state, open.signal);
    if (open.signal.aborted) return;
    if (!given) throw needsHuman(state);
    await submit(auth, state.invocation_id, given);
  };
  const done = run().catch(onError);
  const close = (): Promise<void> => {
    open.abort();
    return done;
  };
  return { question: state.question, close };
}

async function submit(auth: AgentAuth, invocationId: string, given: InvocationAnswer): Promise<void> {
  try {
    await auth.agents.auth.invocations.submit(invocationId, given);
  } catch (error) {
    if (!(error instanceof AgentAuthError) || !OVERTAKEN.has(error.code)) throw error;
  }
}

const isAsked = ({ status, step }: AgentAuthInvocation): boolean =>
  status === 'IN_PROGRESS' && step === 'awaiting_input';

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
  const fresh = newEvents();
  const failed = new AbortController();
  const watched = anySignal([signal, failed.signal]).signal;
  let asking: Asking | undefined;
  let latest: AgentAuthInvocation | undefined;
  for await (const state of auth.agents.auth.invocations.follow(invocationId, { signal: watched })) {
    latest = state;
    // The prompt goes first, so that the story is not written into it.
    if (asking && !(isAsked(state) && state.question === asking.question)) await asking.close();
    for (const event of fresh(state))
      print.line({ ...event, invocation_id: invocationId }, storyLine(event, state, io.colors));
    if (state.status !== 'IN_PROGRESS') return state;
    if (isAsked(state) && state.question !== asking?.question)
      asking = ask(auth, state, answer, (error) => failed.abort(error));
  }
  await asking?.close();
  if (failed.signal.aborted) throw failed.signal.reason;
  if (latest && ['awaiting_input', 'awaiting_external_action'].includes(latest.step)) throw needsHuman(latest);
  throw new AgentAuthError('ensure_timeout', { invocation_id: invocationId });
}

/** @throws AgentAuthError the code of a login that did not end well */
export function requireSuccess(invocation: AgentAuthInvocation): void {
  const { status, error_code, error_details, invocation_id, website_error, artefact } = invocation;
  if (status === 'SUCCESS') return;
  const details = {
    invocation_id,
    status,
    ...error_details,
    ...(website_error && { website_error }),
    ...(artefact && { artefact }),
    ...(error_code && {
      advice: `${ERRORS[error_code].next} What can be done, command by command: agent-auth invocations show ${invocation_id}`,
    }),
  };
  if (status === 'CANCELED') throw new AgentAuthError('invocation_ended', details);
  throw new AgentAuthError(error_code ?? 'internal_error', details);
}
