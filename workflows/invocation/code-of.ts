import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import { FLOW_ERRORS, type FlowErrorCode } from '../../contract/errors/errors.js';

/** The activity's error code, if a step failed with one of ours. */
export const codeOf = (error: unknown): FlowErrorCode => {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  const type = cause instanceof ApplicationFailure ? cause.type : null;
  return type && Object.hasOwn(FLOW_ERRORS, type) ? (type as FlowErrorCode) : 'internal_error';
};
