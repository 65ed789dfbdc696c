import type { Outcome } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import { backToLogin } from '../judge/back-to-login.js';
import { conclude } from '../judge/conclude.js';
import { toOutcome } from '../judge/outcome.js';
import type { Submission } from '../judge/submission.js';
import type { Certain } from '../judge/verdict.js';
import type { Login } from '../login.js';
import type { PageView } from '../page-world/view.js';
import { observe } from '../read/observe.js';
import { awaitSign } from '../read/settle.js';
import type { Plan } from './plan.js';
import type { ReadyForm } from './prepare-form.js';
import { setRemember, submitForm } from './submit.js';
import { typeValue } from './type-value.js';

/** Pages that send a code with its last digit do so at once; sent twice, it would be refused. */
const AUTO_SUBMIT_MS = 120;
/** Forms that show their password with the first letters of the name do so within this. */
const APPEARS_MS = 150;
const POLL_MS = 10;

/** Types, submits and judges an armed attempt. Runs once for each attempt. */
export async function attempt(
  context: LoginContext,
  login: Login,
  { plan, before }: ReadyForm,
  values: ReadonlyMap<string, string>,
): Promise<Outcome> {
  const { network } = login;
  const submission: Submission = {
    fields: plan.targets.map(({ field: { name, role, inputType } }) => ({
      name,
      role,
      masked: inputType === 'password',
    })),
    appended: plan.appended !== null,
    signature: plan.form.signature,
  };
  const { submitted } = login;
  login.submitted = { before, submission };
  network.mark();
  const { sent } = network;
  const isOnItsWay = (): boolean => network.sent !== sent;
  try {
    const stopped = await typeAndSend(context, login, plan, values, isOnItsWay);
    if (stopped?.kind === 'grown') {
      login.submitted = submitted;
      context.note({ stage: 'fill', rule: 'submitted', reason: 'next_form', facts: {} });
      return await toOutcome(context, login, { kind: 'input', left: 'not_sent' }, stopped.view);
    }
    const reason = stopped === null ? 'typed_and_sent' : stopped.kind === 'refused' ? 'not_done' : 'field_not_kept';
    context.note({ stage: 'fill', rule: 'submitted', reason, facts: { fields: plan.targets.length } });
    if (stopped !== null) return await toOutcome(context, login, stopped, before.view);
  } catch (error) {
    context.signal.throwIfAborted();
    // A form that submits itself with its last character may be gone by now, together with its fields.
    if (!isOnItsWay()) throw error;
    context.note({ stage: 'fill', rule: 'submitted', reason: 'sent_by_page', facts: {} });
  }
  const { verdict, seen } = await conclude(context, login, before, submission);
  return backToLogin(context, login, verdict, seen.view);
}

/** Types and submits. Returns null when it was submitted, else why not; `grown` when the form now asks for more. */
async function typeAndSend(
  context: LoginContext,
  login: Login,
  plan: Plan,
  values: ReadonlyMap<string, string>,
  isOnItsWay: () => boolean,
): Promise<Certain | { readonly kind: 'grown'; readonly view: PageView } | null> {
  const { live, network, grant } = login;
  const { page } = live;
  const mayGrow = plan.form.class === 'identifier' && plan.password === 'hidden';
  for (const target of plan.targets) {
    const kept = await typeValue(context, page, target, values.get(target.field.name) as string);
    if (!kept && !isOnItsWay()) return { kind: 'failed', code: 'element_not_found', words: null };
  }
  const grown = mayGrow ? await grownView(context, login, plan) : null;
  if (grown !== null) return { kind: 'grown', view: grown };
  if (plan.form.class === 'otp' && (await happensWithin(context, AUTO_SUBMIT_MS, isOnItsWay))) return null;
  await setRemember(context, plan, grant.stay_signed_in);
  const sign = awaitSign(context, page, network);
  const held = await submitForm(context, login, plan);
  if (held?.kind === 'invalid') return { kind: 'refused', fields: [held.field], words: held.words };
  if (held?.kind === 'not_allowed') return { kind: 'failed', code: held.code, words: null };
  await context.race(sign(context.timeouts.signMs));
  return null;
}

/** The page, if a password field appeared when the name was typed. Sent without it, the site would count a wrong password. */
async function grownView(context: LoginContext, login: Login, plan: Plan): Promise<PageView | null> {
  const { document, pin } = plan.targets[0].elements[0];
  const isShown = async (): Promise<boolean> => (await context.race(document.ask('passwordBeside', pin))) === 'shown';
  if (!(await happensWithin(context, APPEARS_MS, isShown))) return null;
  const { view } = await observe(context, login.live.page, login.network, login);
  return view.best?.fields.some(({ role, filled }) => role === 'password' && !filled) ? view : null;
}

async function happensWithin(
  context: LoginContext,
  ms: number,
  happens: () => boolean | Promise<boolean>,
): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (!(await context.race(Promise.resolve(happens())))) {
    if (performance.now() >= deadline) return false;
    await context.wait(POLL_MS);
  }
  return true;
}
