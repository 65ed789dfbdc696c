import type { Outcome } from '../../../contract/steps.js';
import { isErrorPage, type Stopped, type Traffic } from '../../browser/index.js';
import type { LoginContext } from '../context.js';
import type { Plan } from '../fill/plan.js';
import type { Login } from '../login.js';
import { failed } from './outcome.js';
import { sendToQuestion } from './send-to-question.js';

/**
 * The outcome of a submission, unless what it typed went to no site of its own because it was kept from going to another one: then the
 * site has seen nothing that it could have refused. A copy that was kept while the login went on is written down, no more.
 */
export async function unlessKept(
  context: LoginContext,
  login: Login,
  attemptId: string,
  { form }: Plan,
  outcome: Outcome,
): Promise<Outcome> {
  const { live, scrub } = login;
  const traffic = live.wire.trafficOf(attemptId);
  const [stopped] = traffic.stopped;
  if (stopped === undefined) return outcome;
  const strands = isErrorPage(live.page.url());
  const ends = strands || (traffic.kept && (isDocument(traffic) || !wentOn(outcome, form.signature)));
  const facts = { secrets: Math.min(traffic.stopped.length, MAX_COUNT) };
  context.note({ stage: 'fill', rule: 'kept_from', reason: ends ? 'went_nowhere' : 'copy_stopped', facts });
  if (!ends) return outcome;
  const { how, host } = deciding(traffic) ?? stopped;
  if (how === 'address') return failed(context, login, 'insecure_form', null);
  const question = how === 'script' ? await sendToQuestion(context, login, traffic.stopped) : null;
  if (question !== null) return question;
  const failure = await failed(context, login, 'domain_not_allowed', null);
  return { ...failure, details: { host: scrub.host(host), how, add: 'send_to' } };
}

const MAX_COUNT = 999;

const ofDocument = ({ stopped }: Traffic): Stopped | undefined =>
  stopped.find(({ how }) => how === 'form' || how === 'redirect' || how === 'address');

/** Where the form itself did not get through, whatever the page shows is no answer to it. */
const isDocument = (traffic: Traffic): boolean => ofDocument(traffic) !== undefined;

/** What the login itself sent says more than what listened in. */
const deciding = (traffic: Traffic): Stopped | undefined =>
  ofDocument(traffic) ?? traffic.stopped.find(({ how }) => how === 'script');

/** Whether the site went on with the login, so that it must have got what was typed. */
const wentOn = (outcome: Outcome, signature: string): boolean =>
  outcome.kind === 'authenticated' ||
  outcome.kind === 'external_action' ||
  (outcome.kind === 'input' && outcome.page.signature !== signature);
