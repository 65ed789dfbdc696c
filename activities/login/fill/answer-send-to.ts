import { sendToAnswer } from '../../../contract/invocation/send-to.js';
import type { ChooseStep, NotEntitled, Outcome } from '../../../contract/steps.js';
import { PageLost } from '../../browser/index.js';
import type { LoginContext } from '../context.js';
import { failed } from '../judge/outcome.js';
import type { Login } from '../login.js';
import { lookNow } from '../read/look-now.js';
import { givenChoice } from './given-choice.js';

/**
 * Does what a person decided about a host that the site's own script sends the password to: ends the login, or has it opened again by the grant that
 * allows it now.
 * @returns null where the choice answers another question
 * @throws PageLost
 */
export async function answerSendTo(
  context: LoginContext,
  login: Login,
  step: ChooseStep,
): Promise<Outcome | NotEntitled | null> {
  const { choice } = step;
  const about = 'sign_in_option' in choice ? sendToAnswer(choice.sign_in_option) : null;
  if (about === null) return null;
  const given = givenChoice(step);
  const decision = given === undefined ? 'not_entitled' : await context.vault.decideSendTo(given);
  if (decision === 'not_asked') return null;
  const reason = decision === 'not_entitled' ? 'not_entitled' : decision === 'allowed' ? 'done' : 'not_done';
  context.note({ stage: 'fill', rule: 'send_to', reason, facts: {} });
  if (decision === 'not_entitled') return { kind: 'not_entitled', fields: [] };
  const { host } = about;
  // Opened since it was allowed: the answer came to a page that was lost, and goes on to this one.
  if (decision === 'allowed' && login.grant.send_to.includes(host)) return lookNow(context, login);
  await context.vault.noteChoice(login.ref);
  if (decision === 'denied') {
    const failure = await failed(context, login, 'domain_not_allowed', null);
    return { ...failure, details: { host, how: 'script', add: 'send_to' } };
  }
  await context.pages.close(login.live.id);
  throw new PageLost();
}
