import type { Outcome } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import { pressRemembered } from '../fill/press-answer.js';
import { leftStepOf } from '../judge/left-step.js';
import { externalOutcome, failed, inputOutcome, leftStepOutcome } from '../judge/outcome.js';
import type { Login } from '../login.js';
import { lookNow } from '../read/look-now.js';
import { observe } from '../read/observe.js';
import { asksForLogin } from '../read/seen-page.js';
import { checkpointLogin } from './checkpoint-login.js';
import { moveTo } from './move-to.js';
import type { Visit } from './visit.js';

/** Makes the page on which the proof of a session found a step of the login the page of the login, and says what it asks. */
export async function goOnAt(context: LoginContext, login: Login, visit: Visit): Promise<Outcome> {
  await moveTo(context, login, visit);
  const left = await whatIsLeft(context, login);
  // Where the site closes what is visited, what it says is why no session can be kept.
  const outcome: Outcome = login.singleVisit && left.kind === 'failed' ? { ...left, code: 'session_not_kept' } : left;
  await checkpointLogin(context, login, outcome);
  return outcome;
}

async function whatIsLeft(context: LoginContext, login: Login): Promise<Outcome> {
  const { view } = await observe(context, login.live.page, login.network, login);
  const step = leftStepOf(view);
  if (step !== null) {
    const isAnswered = await pressRemembered(context, login, view);
    return isAnswered ? lookNow(context, login) : leftStepOutcome(context, login, step, view);
  }
  if (asksForLogin(view) || view.rivals.length > 0) return inputOutcome(login, view);
  if (view.externalAction !== null) return externalOutcome(login, view.externalAction.text);
  return failed(context, login, view.captcha === null ? 'session_not_kept' : 'captcha_blocked', view.standing.words);
}
