import type { FillStep, Outcome } from '../../../contract/steps.js';
import { asTrouble, PageLost, PageTrouble } from '../../browser/index.js';
import type { AttemptVerdict } from '../../vault/types.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { AttemptRevoked } from './attempt-revoked.js';
import type { OpenedValues } from './open-values.js';

/**
 * Writes the attempt down before anything is typed for it.
 * @returns whether it is new; any other was typed already, perhaps in part
 * @throws AttemptRevoked
 */
export async function prepareAttempt(context: LoginContext, step: FillStep, values: OpenedValues): Promise<boolean> {
  const state = await context.vault.prepareAttempt({ ...attemptOf(step), secrets: values.secrets });
  if (state === 'prepared') return true;
  context.note({
    stage: 'fill',
    rule: 'attempt_armed',
    reason: state === 'revoked' ? 'already_revoked' : 'already_armed',
    facts: {},
  });
  if (state === 'revoked') throw new AttemptRevoked();
  return false;
}

/**
 * Arms the attempt: from here on something may have been typed. After an abort during this call nothing is typed.
 * @throws AttemptRevoked, StepAborted
 */
export async function armAttempt(context: LoginContext, step: FillStep): Promise<void> {
  const isArmed = await context.vault.armAttempt(attemptOf(step));
  context.note({ stage: 'fill', rule: 'attempt_armed', reason: isArmed ? 'done' : 'already_revoked', facts: {} });
  if (!isArmed) throw new AttemptRevoked();
  context.signal.throwIfAborted();
}

/**
 * Runs what comes after arming. From then on a lost page no longer means that nothing was typed, so it becomes another error.
 * @throws PageTrouble `browser_error` instead of PageLost
 */
export async function sinceArmed<T>(context: LoginContext, work: Promise<T>): Promise<T> {
  try {
    return await context.race(work);
  } catch (error) {
    context.signal.throwIfAborted();
    const trouble = asTrouble(error);
    throw trouble instanceof PageLost ? new PageTrouble('browser_error') : trouble;
  }
}

/** Writes down the result of an attempt. Not after an abort: then the attempt stays armed. */
export async function recordVerdict(
  context: LoginContext,
  login: Login,
  step: FillStep,
  outcome: Outcome,
): Promise<void> {
  await context.vault.judgeAttempt(attemptOf(step), verdictOf(outcome));
  login.results.set(step.attempt_id, outcome);
}

const attemptOf = ({ invocation_id, auth_agent_id, attempt_id }: FillStep) => ({
  invocation_id,
  auth_agent_id,
  attempt_id,
});

function verdictOf(outcome: Outcome): AttemptVerdict {
  if (outcome.kind === 'refused') return { outcome: 'refused', refused_fields: outcome.fields };
  return { outcome: outcome.kind === 'failed' ? 'unknown' : 'accepted', refused_fields: [] };
}
