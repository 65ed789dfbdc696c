import type { Outcome } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import { backToLogin } from '../judge/back-to-login.js';
import { conclude } from '../judge/conclude.js';
import { judgeInOpener } from '../judge/in-opener.js';
import { inputOutcome, toOutcome } from '../judge/outcome.js';
import { type Submission, secretsOf } from '../judge/submission.js';
import type { Certain } from '../judge/verdict.js';
import type { Login } from '../login.js';
import { needBoxes } from '../open/boxes.js';
import type { PageView } from '../page-world/view.js';
import { beside, buttonsBeside } from '../read/beside.js';
import { observe } from '../read/observe.js';
import { awaitSign } from '../read/settle.js';
import { happensWithin } from './happens-within.js';
import { makeReady, type NotFilled, typeAll } from './make-ready.js';
import { last } from './non-empty.js';
import type { Plan } from './plan.js';
import type { ReadyForm } from './prepare-form.js';
import { type NotSent, setRemember, submitForm, tickBoxes } from './submit.js';
import type { Target } from './target.js';

/** Pages that send a code with its last digit do so at once; sent twice, it would be refused. */
const AUTO_SUBMIT_MS = 120;
/** Forms that show their password with the first letters of the name do so within this. */
const APPEARS_MS = 150;
/** Forms that ask the site what else to ask have its answer within this. */
const ANSWERS_MS = 600;
const POLL_MS = 10;
/** Until a form is sent again that the page did not listen to; then twice as long, for its fields are typed again each time. */
const LISTENS_MS = 250;

/** Types, submits and judges an armed attempt. Runs once for each attempt. */
export async function attempt(
  context: LoginContext,
  login: Login,
  { plan, before }: ReadyForm,
  values: ReadonlyMap<string, string>,
): Promise<Outcome> {
  const { network } = login;
  const { signature } = plan.form;
  const linesBefore = login.linesBefore.get(signature) ?? before.lines;
  login.linesBefore.set(signature, linesBefore);
  const submission: Submission = {
    fields: plan.targets.map(({ field: { name, role, inputType } }) => ({
      name,
      role,
      masked: inputType === 'password',
    })),
    appended: plan.appended !== null,
    signature,
    earlier: earlierThan(login),
    linesBefore,
  };
  const { submitted } = login;
  login.submitted = { before, submission };
  login.overForm = null;
  const hasSecret = secretsOf(submission).length > 0;
  login.gaveSecret ||= hasSecret;
  if (hasSecret) login.sentForms.add(submission.signature);
  for (const one of beside(before.view)) login.besideForms.add(one);
  // What a later page offers may be asked again.
  if (submitted === null) for (const one of buttonsBeside(before.view)) login.besideForms.add(one);
  network.mark(hasSecret);
  const { sent } = network;
  const isOnItsWay = (): boolean => network.sent !== sent || login.live.wire.hasSent;
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
  const isSent = isOnItsWay();
  const { verdict, seen } = await conclude(context, login, before, submission);
  // Sent nothing, it can have been refused for a box alone that nobody has ticked.
  const isHeld = !isSent && !login.live.wire.hasSent && isSameForm(plan, seen.view);
  if (isHeld && ['refused', 'input'].includes(verdict.kind)) {
    if (needBoxes(login, plan.form)) return inputOutcome(login, seen.view);
    const unlisted = plan.targets.find(({ field }) => login.notOffered.has(field.name));
    // The same name once more would be the same.
    if (unlisted !== undefined) return toOutcome(context, login, notListed(unlisted), seen.view);
  }
  if (verdict.kind === 'authenticated' && login.live.inPopUp) return judgeInOpener(context, login);
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
  const mayGrow = plan.form.class === 'identifier' && plan.password === 'hidden';
  const isCode = plan.form.class === 'otp';
  const mayShowMore = !mayGrow && !isCode && plan.targets.every(({ field }) => !field.keypad);
  const shown = mayShowMore ? await fieldsShown(context, plan) : null;
  const { started } = network;
  const typed = await typeAll(context, login, plan, values, isOnItsWay);
  // Keys of a keypad may send a request each, which is no answer.
  if (typed.kind === 'not_filled' && (typed.target.field.keypad || !isOnItsWay())) return notFilled(typed);
  if (typed.kind === 'filled' && typed.isSent) return null;
  let filled = typed.kind === 'filled' ? typed.plan : plan;
  const asks = network.started > started;
  const more = shown === null ? null : await viewWithMore(context, login, filled, { shown, asks });
  const grown = mayGrow ? await grownView(context, login, filled, started) : more;
  if (grown !== null) return { kind: 'grown', view: grown };
  if (isCode && (await happensWithin(context, AUTO_SUBMIT_MS, POLL_MS, isOnItsWay))) return null;
  await setRemember(context, filled, grant.stay_signed_in);
  await tickBoxes(context, login, filled);
  const isSent = (): boolean => live.wire.hasSent || network.navigating || (isCode && isOnItsWay());
  let held = await sendOnce(context, login, filled, values, isSent);
  const until = performance.now() + context.timeouts.undecidedMs;
  // The page may not listen yet, or came to life just now. What was stopped has not left.
  let pauseMs = LISTENS_MS;
  while ((held?.kind === 'insecure' || held?.kind === 'emptied') && (performance.now() < until || !network.quiet)) {
    await context.wait(pauseMs);
    pauseMs *= 2;
    // A script may have sent it anyway.
    if (isOnItsWay()) return null;
    // A page that did not listen to the button has not heard the keys either.
    const again = held.kind === 'insecure' ? await typeAgain(context, login, filled, values, isOnItsWay) : null;
    if (again?.kind === 'not_filled') return isOnItsWay() ? null : notFilled(again);
    filled = again?.plan ?? filled;
    held = await sendOnce(context, login, filled, values, isSent);
  }
  if (held?.kind === 'disabled' && plan.form.class === 'identifier') {
    const late = await grownView(context, login, filled, network.started);
    if (late !== null) return { kind: 'grown', view: late };
  }
  if (held?.kind === 'disabled' && needBoxes(login, plan.form)) return { kind: 'input' };
  return held === null ? null : notSent(held);
}

/** Types all values once more; null for a form with a keypad, which would take them as more digits. */
const typeAgain = async (...given: Parameters<typeof typeAll>): Promise<Awaited<ReturnType<typeof typeAll>> | null> =>
  given[2].targets.some(({ field }) => field.keypad) ? null : typeAll(...given);

/** Presses the form's button as soon as the page is ready for it, and waits for a sign that it heard. */
async function sendOnce(
  context: LoginContext,
  login: Login,
  plan: Plan,
  values: ReadonlyMap<string, string>,
  isSent: () => boolean,
): Promise<NotSent | NotFilled | null> {
  const ready = await makeReady(context, login, plan, values, isSent);
  if (ready.kind === 'not_filled') return ready;
  const sign = awaitSign(context, login.live.page, login.network);
  const held = await submitForm(context, login, ready.plan, ready.now);
  if (held === null) await context.race(sign(context.timeouts.signMs));
  return held;
}

const notListed = ({ field }: Target): Certain => ({
  kind: 'failed',
  code: 'value_not_taken',
  words: field.label || null,
});

const NOT_KEPT = {
  cut: 'value_too_long',
  changed: 'value_not_taken',
  lost: 'element_not_found',
  not_allowed: 'domain_not_allowed',
} as const;

const notFilled = ({ target, kept }: NotFilled): Certain =>
  kept === 'not_offered'
    ? { kind: 'input', left: 'not_sent' }
    : { kind: 'failed', code: NOT_KEPT[kept], words: target.field.label || null };

function notSent(held: NotSent | NotFilled): Certain {
  switch (held.kind) {
    case 'not_filled':
      return notFilled(held);
    case 'invalid':
      return { kind: 'refused', fields: [held.field], words: held.words };
    case 'not_allowed':
      return { kind: 'failed', code: held.code, words: null };
    case 'insecure':
      return { kind: 'failed', code: 'insecure_form', words: null };
    case 'emptied':
    case 'disabled':
      return { kind: 'failed', code: 'element_not_found', words: null };
  }
}

/** A form that took a secret, and led on, has not refused it: what comes after it is another matter. */
const earlierThan = ({ submitted }: Login): readonly string[] =>
  submitted === null || secretsOf(submitted.submission).length > 0
    ? []
    : [...(submitted.submission.earlier ?? []), submitted.submission.signature];

const isSameForm = ({ form }: Plan, { best }: PageView): boolean => best?.signature === form.signature;

const fieldsShown = async (context: LoginContext, { targets }: Plan): Promise<number> => {
  const { document, pin } = targets[0].elements[0];
  return context.race(document.ask('fieldsBeside', pin));
};

/**
 * The page, if its form shows an empty field that was not there before something was typed: the question of whoever was named. Sent without it, the site would
 * count a wrong answer.
 * @param shown how many fields it showed before
 * @param asks whether the page has asked the site for something meanwhile
 */
async function viewWithMore(
  context: LoginContext,
  login: Login,
  plan: Plan,
  { shown, asks }: { readonly shown: number; readonly asks: boolean },
): Promise<PageView | null> {
  const isMore = (): Promise<boolean> => fieldsShown(context, plan).then((now) => now > shown);
  const isAnswered = (): boolean | Promise<boolean> => login.network.quiet || isMore();
  if (asks) await happensWithin(context, ANSWERS_MS, POLL_MS, isAnswered);
  if (!(await happensWithin(context, asks ? APPEARS_MS : 0, POLL_MS, isMore))) return null;
  const { view } = await observe(context, login.live.page, login.network, login);
  const known = new Set(plan.form.fields.map(({ name }) => name));
  return view.best?.fields.some(({ name, filled }) => !filled && !known.has(name)) ? view : null;
}

/**
 * The page, if a password field appeared when the name was typed, or its field was left. Sent without it, the site would count a wrong password.
 * @param started how many requests the page had sent before
 */
async function grownView(context: LoginContext, login: Login, plan: Plan, started: number): Promise<PageView | null> {
  const { network } = login;
  const { document, pin } = last(plan.targets[0].elements);
  const isShown = async (): Promise<boolean> => (await context.race(document.ask('passwordBeside', pin))) === 'shown';
  const isAsking = (): boolean => network.started > started;
  // A person leaves the field on the way to the button, and some pages ask the site about the name then.
  await context.race(document.ask('leave', pin));
  if (!(await happensWithin(context, APPEARS_MS, POLL_MS, () => isAsking() || isShown()))) return null;
  const isAnswered = (): boolean | Promise<boolean> => network.quiet || isShown();
  if (isAsking()) await happensWithin(context, context.timeouts.undecidedMs, POLL_MS, isAnswered);
  if (!(await happensWithin(context, APPEARS_MS, POLL_MS, isShown))) return null;
  const { view } = await observe(context, login.live.page, network, login);
  return view.best?.fields.some(({ role, filled }) => role === 'password' && !filled) ? view : null;
}
