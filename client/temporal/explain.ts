/** Turns what the Temporal SDK throws into the codes of this project. Texts of servers and workers are dropped on purpose. */
import {
  ApplicationFailure,
  type Client,
  isGrpcDeadlineError,
  isGrpcServiceError,
  NamespaceNotFoundError,
  QueryNotRegisteredError,
  TimeoutFailure,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { AgentAuthError, type ErrorCode, type ErrorDetails, isErrorCode } from '../../contract/errors/errors.js';

const PROBE_MS = 1_500;

/** gRPC status codes (google.rpc.Code) and what they mean here. */
const GRPC_CODES: Readonly<Record<number, ErrorCode>> = {
  7: 'temporal_forbidden', // PERMISSION_DENIED
  8: 'temporal_unavailable', // RESOURCE_EXHAUSTED, after the SDK's own retries
  9: 'worker_unavailable', // FAILED_PRECONDITION: a query that no worker polls for
  14: 'temporal_unavailable', // UNAVAILABLE
  16: 'temporal_forbidden', // UNAUTHENTICATED
};

function* causes(error: unknown): Generator<unknown> {
  for (let at = error; at !== undefined && at !== null; at = (at as { cause?: unknown }).cause) yield at;
}

/** The code that one of our workflows or activities gave, if one did. */
function ownFailure(error: unknown): AgentAuthError | undefined {
  for (const cause of causes(error)) {
    if (cause instanceof ApplicationFailure && isErrorCode(cause.type))
      return new AgentAuthError(cause.type, (cause.details?.[0] as ErrorDetails | undefined) ?? {});
  }
  return undefined;
}

/** The worker that had the call does not reach its database; another one may. */
export const isVaultAway = (error: unknown): boolean => ownFailure(error)?.code === 'vault_unavailable';

const hasStatus = (error: unknown, ...codes: readonly number[]): boolean =>
  [...causes(error)].some((cause) => isGrpcServiceError(cause) && codes.includes(cause.code));

/** FAILED_PRECONDITION. Nothing came of the call: no worker polls, or the workflow's task failed, as when a message comes while it hands over to its next run. */
export const isUndone = (error: unknown): boolean => hasStatus(error, 9);

/** A limit of the server (RESOURCE_EXHAUSTED), or somebody else was quicker (ABORTED): nothing came of the call. */
export const isBusy = (error: unknown): boolean => hasStatus(error, 8, 10);

/** CANCELLED is the server's own: it gives up a call so where the worker that had it is killed. */
const isOutOfTime = (error: unknown): boolean =>
  isGrpcDeadlineError(error) || hasStatus(error, 1) || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError;

/** Nobody knows what came of the call: it took too long, or the server dropped it (UNAVAILABLE), as it does when the workflow's task fails. */
export const isUnknown = (error: unknown): boolean =>
  isOutOfTime(error) || hasStatus(error, 14) || [...causes(error)].some((cause) => cause instanceof TimeoutFailure);

/** The run that had taken the message ended before it answered. */
export const endedMeanwhile = (error: unknown): boolean =>
  [...causes(error)].some(
    (cause) => cause instanceof ApplicationFailure && cause.type === 'AcceptedUpdateCompletedWorkflow',
  );

/**
 * The server failed (UNKNOWN, INTERNAL, DATA_LOSS), or the run ended: under a flood of messages a worker can be given a task of a workflow while it
 * reports the one before, and loses one of them ("a new WFT for a run which already has one", sdk-core).
 */
export const isUnforeseen = (error: unknown): boolean => hasStatus(error, 2, 13, 15) || endedMeanwhile(error);

/** Whether the server answers, within a moment. */
export const isServerThere = (temporal: Client): Promise<boolean> =>
  temporal
    .withDeadline(Date.now() + PROBE_MS, () => temporal.workflowService.getSystemInfo({}))
    .then(
      () => true,
      () => false,
    );

/** Out of time says nothing about who is missing: the server or the worker. */
const whoIsMissing = async (temporal: Client): Promise<ErrorCode> =>
  (await isServerThere(temporal)) ? 'worker_unavailable' : 'temporal_unavailable';

async function codeOf(error: unknown, temporal: Client, absent: ErrorCode): Promise<ErrorCode> {
  if (error instanceof WorkflowNotFoundError) return absent;
  if (error instanceof NamespaceNotFoundError) return 'namespace_not_found';
  if (error instanceof QueryNotRegisteredError) return 'worker_unavailable';
  if (isOutOfTime(error)) return whoIsMissing(temporal);
  for (const cause of causes(error)) {
    if (cause instanceof TimeoutFailure) return 'worker_unavailable';
    if (isGrpcServiceError(cause)) return GRPC_CODES[cause.code] ?? 'internal_error';
  }
  return 'internal_error';
}

/** What is reported of an unexpected error: its class and gRPC status, never its text. */
function kindOf(error: unknown): ErrorDetails {
  const status = [...causes(error)].find(isGrpcServiceError)?.code;
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  return status === undefined ? { kind } : { kind, grpc_status: status };
}

/**
 * @param absent what it means that the workflow is not there, or has closed
 */
export async function explain(error: unknown, temporal: Client, absent: ErrorCode): Promise<AgentAuthError> {
  if (error instanceof AgentAuthError) return error;
  const own = ownFailure(error);
  if (own) return own;
  const code = await codeOf(error, temporal, absent);
  return new AgentAuthError(code, code === 'internal_error' ? kindOf(error) : {});
}
