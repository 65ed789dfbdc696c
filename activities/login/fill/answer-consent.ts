import type { ChooseStep, NotEntitled, Outcome } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import { failed, inputOutcome } from '../judge/outcome.js';
import type { Login } from '../login.js';
import type { ConsentQuestion } from '../open/consent.js';
import { pressThrough } from '../open/dismiss-overlay.js';
import type { PageView } from '../page-world/view.js';
import { lookAfresh } from '../read/look-now.js';
import { checkpointLogin } from '../session/checkpoint-login.js';
import { givenChoice } from './given-choice.js';

/**
 * Does what a person decided: allows what the page asks for (its form is filled then, where that is what allows it), and remembers that with the agent; or ends
 * the login, with nothing pressed.
 * @throws PageLost
 */
export async function answerConsent(
  context: LoginContext,
  login: Login,
  step: ChooseStep,
  view: PageView,
  { allow, consents }: ConsentQuestion,
  decision: 'allow' | 'deny',
): Promise<Outcome | NotEntitled> {
  const given = givenChoice(step);
  const agrees = decision === 'allow' ? consents : [];
  const isEntitled = given !== undefined && (await context.vault.rememberConsent(given, agrees));
  const reason = !isEntitled ? 'not_entitled' : decision === 'allow' ? 'done' : 'not_done';
  context.note({ stage: 'fill', rule: 'consent', reason, facts: {} });
  if (!isEntitled) return { kind: 'not_entitled', fields: [] };
  await context.vault.noteChoice(login.ref);
  if (decision === 'deny') return failed(context, login, 'consent_denied', null);
  // An unknown application was never allowed anything, except on this page's form.
  const agreed = allow === null ? consents : consents.filter(({ client }) => client !== '');
  login.agreed = [...login.agreed, ...agreed];
  if (allow === null) return inputOutcome(login, view);
  if (!(await pressThrough(context, login, view, allow.ref))) return failed(context, login, 'element_not_found', null);
  const outcome = await lookAfresh(context, login);
  await checkpointLogin(context, login, outcome);
  return outcome;
}
