import type { FillResult, FillStep, Outcome } from '../../../contract/steps.js';
import { asTrouble, PageLost, PageTrouble } from '../../browser/index.js';
import type { Submission } from '../../vault/types.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { FieldRole } from '../page-world/view.js';
import { addressOf } from '../read/frame-at.js';
import { APPENDED } from './appended-code.js';
import { AttemptRevoked } from './attempt-revoked.js';
import type { OpenedValues } from './open-values.js';
import type { ReadyForm } from './prepare-form.js';
import { verdictOf } from './verdict.js';

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

/** Nothing was typed: the site refused a value before, another submission is on its way, or the account takes no more for now. */
type NotCleared = Extract<FillResult, { kind: 'refused_before' | 'wait_until' | 'stopped' }>;

/**
 * Asks the ledger of the account, by what the page shows now.
 * @returns why nothing may be typed; null where it may
 */
export async function clearAttempt(
  context: LoginContext,
  { live }: Login,
  step: FillStep,
  { plan }: ReadyForm,
  { secrets, totpField }: OpenedValues,
): Promise<NotCleared | null> {
  const named = (wanted: FieldRole): string[] =>
    plan.form.fields.filter(({ role }) => role === wanted).map(({ name }) => name);
  const submission: Submission = {
    address: addressOf(live.page, plan.form),
    secrets,
    identifiers: named('identifier'),
    codes: [...named('otp'), APPENDED],
    totp_field: totpField,
  };
  const clearance = await context.vault.clearAttempt(attemptOf(step), submission);
  context.note({ stage: 'fill', rule: 'ledger_asked', reason: CLEARANCES[clearance.kind], facts: {} });
  switch (clearance.kind) {
    case 'clear':
      return null;
    case 'wait':
      return { kind: 'wait_until', at: new Date(clearance.until).toISOString(), why: 'account' };
    case 'refused':
      return { kind: 'refused_before', fields: clearance.fields };
    case 'stopped':
      return { kind: 'stopped', ...clearance.stop };
  }
}

const CLEARANCES = {
  clear: 'done',
  wait: 'account_in_use',
  refused: 'known_refusal',
  stopped: 'account_stopped',
} as const;

/** Gives the clearance back, for nothing is typed now. */
export const releaseAttempt = (context: LoginContext, step: FillStep): Promise<void> =>
  context.vault.releaseAttempt(attemptOf(step));

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
  await context.vault.judgeAttempt(attemptOf(step), verdictOf(step, outcome, context.clock()));
  const isCodeRefused = outcome.kind === 'refused' && outcome.fields.some((name) => step.values[name]?.from === 'totp');
  if (isCodeRefused) login.codesBy = login.codesBy === 'site' ? 'own' : 'site';
  login.results.set(step.attempt_id, outcome);
}

const attemptOf = ({ invocation_id, auth_agent_id, attempt_id }: FillStep) => ({
  invocation_id,
  auth_agent_id,
  attempt_id,
});
