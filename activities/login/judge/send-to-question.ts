/** A site's own script sends its passwords to a sign-in service of another owner: where that is a well-known one, a person is asked. */
import { isSignInService, sendToIds } from '../../../contract/invocation/send-to.js';
import type { Outcome } from '../../../contract/steps.js';
import type { Stopped } from '../../browser/index.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { nameOfWords } from '../open/agreed.js';
import { observe } from '../read/observe.js';
import { inputOutcome } from './outcome.js';

/** The question, where something that was kept from a host is one that a person can decide; null where it is not. */
export async function sendToQuestion(
  context: LoginContext,
  login: Login,
  stopped: readonly Stopped[],
): Promise<Outcome | null> {
  const host = stopped.find((one) => one.how === 'script' && isSignInService(one.host))?.host;
  if (host === undefined || !(await context.vault.askSendTo(login.ref, host))) return null;
  context.note({ stage: 'fill', rule: 'kept_from', reason: 'sign_in_service', facts: {} });
  const { view } = await observe(context, login.live.page, login.network, login);
  const outcome = inputOutcome(login, view);
  if (outcome.kind !== 'input') return null;
  const { allow, deny } = sendToIds(host);
  const asked = `${login.grant.domain} sends the password to ${host}: is that right?`;
  const page = {
    ...outcome.page,
    // Not the form: nothing is filled before somebody has answered.
    signature: nameOfWords(`${outcome.page.signature} ${allow}`),
    fields: [],
    sso_buttons: [],
    mfa_options: [],
    sign_in_options: [
      { id: allow, label: 'Yes, that is right', description: asked },
      { id: deny, label: 'No', description: null },
    ],
  };
  return { kind: 'input', page, left: 'not_sent' };
}
