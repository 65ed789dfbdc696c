import { DefaultFailureConverter } from '@temporalio/common';
import { ERRORS } from '../contract/errors/errors.js';

/**
 * @typedef {import('@temporalio/common').ProtoFailure} ProtoFailure
 * @typedef {import('@temporalio/common').PayloadConverter} PayloadConverter
 */

/** Types of our own that are no codes for callers; `PageLost` and the like only steer the workflow. */
const INTERNAL_TYPES = new Set(['PageLost', 'AttemptRevoked']);

/**
 * @param {string} type
 * @returns {string | null} the constant text of one of our types, null for any other
 */
const knownText = (type) =>
  Object.hasOwn(ERRORS, type)
    ? ERRORS[/** @type {keyof typeof ERRORS} */ (type)].message
    : INTERNAL_TYPES.has(type)
      ? type
      : null;

/**
 * Failures stand in history in plain text, and whoever throws may have quoted a value: Playwright quotes what it types, otplib the
 * secret. So nothing but constants goes out. Encoding the attributes would only move the text into a readable payload.
 * @param {ProtoFailure} failure
 * @returns {ProtoFailure}
 */
function strip(failure) {
  const cause = failure.cause ? strip(failure.cause) : undefined;
  const bare = { ...failure, stackTrace: '', encodedAttributes: undefined, cause };
  const { applicationFailureInfo, canceledFailureInfo } = failure;
  if (applicationFailureInfo) {
    const type = applicationFailureInfo.type ?? '';
    const text = knownText(type);
    if (text !== null) return { ...bare, message: text };
    const info = { ...applicationFailureInfo, type: 'internal_error', details: undefined };
    return { ...bare, message: ERRORS.internal_error.message, applicationFailureInfo: info };
  }
  if (canceledFailureInfo) return { ...bare, message: 'Canceled', canceledFailureInfo: {} };
  const { timeoutFailureInfo, activityFailureInfo, childWorkflowExecutionFailureInfo } = failure;
  if (timeoutFailureInfo)
    return {
      ...bare,
      message: 'Timed out',
      timeoutFailureInfo: { ...timeoutFailureInfo, lastHeartbeatDetails: undefined },
    };
  if (activityFailureInfo) return { ...bare, message: 'Activity failed' };
  if (childWorkflowExecutionFailureInfo) return { ...bare, message: 'Child workflow failed' };
  return { ...bare, message: ERRORS.internal_error.message };
}

class StrippingFailureConverter extends DefaultFailureConverter {
  /**
   * @override
   * @param {unknown} error
   * @param {PayloadConverter} payloadConverter
   */
  errorToFailure(error, payloadConverter) {
    return strip(super.errorToFailure(error, payloadConverter));
  }
}

/** Plain JavaScript, because Temporal loads it by path, in Node and in the workflow bundle. */
export const failureConverter = new StrippingFailureConverter();
