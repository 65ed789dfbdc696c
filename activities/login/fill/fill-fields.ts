import type { FillResult, FillStep, Outcome } from '../../../contract/index.js';
import { asTrouble, PageLost, PageTrouble } from '../../browser/index.js';
import type { LoginContext, LoginRoom } from '../context.js';
import { failed, inputOutcome, unlessUnreachable } from '../judge/outcome.js';
import type { Login } from '../login.js';
import { dismissOverlay } from '../open/dismiss-overlay.js';
import type { ViewForm } from '../page-world/view.js';
import { lookAfresh, lookNow } from '../read/look-now.js';
import { observe } from '../read/observe.js';
import { asksForLogin } from '../read/seen-page.js';
import { forget, speaksAgainst } from '../recipes/learn.js';
import { addressOf, noteFilled } from '../recipes/trail.js';
import { checkpointLogin } from '../session/checkpoint-login.js';
import { onPage } from '../with-heartbeat.js';
import { append } from './appended-code.js';
import { attempt } from './attempt.js';
import { AttemptRevoked } from './attempt-revoked.js';
import { emptyFields, openValues, refusedBefore } from './open-values.js';
import { formOf, type Plan, planFill } from './plan.js';

const LOOK_AGAIN_MS = 250;

/**
 * Types values into the form that was seen and submits it, once for each attempt id, and judges what came of it. Whatever can be
 * wrong is found out before the attempt is armed, so that nothing is typed then.
 * @throws PageLost, AttemptRevoked
 */
export const fillFields = (room: LoginRoom, step: FillStep): Promise<FillResult> =>
  onPage(room, step, async (context, login) => {
    const known = login.results.get(step.attempt_id);
    if (known !== undefined) return known;

    const values = await openValues(context, step);
    login.scrub.add(values.secrets.map(({ value }) => value));
    const empty = emptyFields(values);
    if (empty.length > 0) return { kind: 'empty', fields: empty };
    const refused = await refusedBefore(context, step, values);
    if (refused.length > 0) return { kind: 'refused_before', fields: refused };

    const { invocation_id, auth_agent_id, attempt_id } = step;
    const ref = { invocation_id, auth_agent_id, attempt_id };
    const state = await context.vault.prepareAttempt({ ...ref, secrets: values.secrets });
    if (state === 'revoked') throw new AttemptRevoked();
    // It was typed, or is half typed: what is there tells what came of it. Never a second time.
    if (state !== 'prepared') return lookNow(context, login);

    const ready = await makeReady(context, login, step);
    if (ready === null) return { kind: 'changed', outcome: await lookAfresh(context, login) };
    const { before, plan } = ready;
    if (typeof plan === 'string') return failed(context, login, plan === 'covered' ? 'element_not_found' : plan, null);

    const code = values.totpField === null ? null : await claimCode(context, login);
    if (code?.kind === 'wait') return { kind: 'wait_until', at: new Date(code.until).toISOString() };
    const typed = new Map(values.secrets.map(({ field, value }) => [field, value]));
    if (code !== null && values.totpField !== null) {
      login.scrub.add([code.code]);
      typed.set(values.totpField, code.code);
    }

    const writing = plan.appended === null ? typed : append(typed, plan.appended);
    login.scrub.add(writing.values());

    if (!(await context.vault.armAttempt(ref))) throw new AttemptRevoked();
    // An abort that came meanwhile: nothing is typed.
    context.signal.throwIfAborted();
    const address = addressOf(login, plan.form);
    const came = await armed(unlessUnreachable(attempt(context, login, plan, writing, before)));
    const outcome = await drawConclusions(context, login, step, plan, came);
    if (outcome === came && came.kind !== 'refused' && came.kind !== 'failed') noteFilled(login, plan, address);
    await checkpointLogin(context, login, outcome);
    await context.vault.judgeAttempt(ref, verdictOf(outcome));
    login.results.set(attempt_id, outcome);
    return outcome;
  });

/**
 * The form as it is now, pinned and checked; null when it is not the one that was seen. A banner or a message that lies over it is
 * answered, and a notice that goes away by itself is waited for.
 */
async function makeReady(context: LoginContext, login: Login, step: FillStep) {
  const prepare = async (context: LoginContext) => {
    const before = await observe(context, login.live.page, login.network, login);
    const found = formOf(before.view, step);
    if (found === null) return null;
    return { before, source: found.form.source, plan: await planFill(context, login, step, found) };
  };
  let now = await prepare(context);
  const inTheWay = now?.plan === 'covered' || now?.plan === 'element_not_found';
  if (now !== null && inTheWay && (await dismissOverlay(context, login, now.before.view))) now = await prepare(context);
  const deadline = performance.now() + context.timeouts.settleMs;
  while (now?.plan === 'covered' && performance.now() < deadline) {
    await context.wait(LOOK_AGAIN_MS);
    now = await prepare(context);
  }
  if (now === null) return null;
  if (typeof now.plan !== 'string') {
    if (login.recipes.contradicts(now.plan.form, addressOf(login, now.plan.form))) await forget(context, login);
    return now;
  }
  // What can't be filled is not what the recipe says; then the page is what it looks like.
  await distrust(context, login, now.source);
  return now.source === 'page' ? now : prepare(context);
}

/** What came of a form that a recipe named says something about the recipe, too. */
async function drawConclusions(
  context: LoginContext,
  login: Login,
  step: FillStep,
  { form }: Plan,
  outcome: Outcome,
): Promise<Outcome> {
  if (outcome.kind === 'failed' && speaksAgainst(outcome.code)) await forget(context, login);
  if (form.source === 'page') return outcome;
  // It may be the form of other people: the page is to ask again.
  if (form.source === 'learned' && outcome.kind === 'refused') await forget(context, login);
  if (outcome.kind !== 'input' || outcome.page.signature !== step.signature) return outcome;
  // The form is back as it was, without a word: nothing was sent. What does the page ask for by what it looks like, if anything?
  await distrust(context, login, form.source);
  const { view } = await observe(context, login.live.page, login.network, login);
  return asksForLogin(view) ? inputOutcome(login, view) : outcome;
}

async function distrust(context: LoginContext, login: Login, source: ViewForm['source']): Promise<void> {
  if (source === 'recipe') login.recipes.distrustWritten();
  else await forget(context, login);
}

/** From here on a lost page does not mean that nothing was typed. */
async function armed(attempting: Promise<Outcome>): Promise<Outcome> {
  try {
    return await attempting;
  } catch (error) {
    const trouble = asTrouble(error);
    throw trouble instanceof PageLost ? new PageTrouble('browser_error') : trouble;
  }
}

/** Takes a code by the site's clock; the time to wait until is by ours. */
async function claimCode(context: LoginContext, { ref, network }: Login) {
  const offset = network.clockOffset;
  const claim = await context.vault.claimTotp(ref.auth_agent_id, context.clock() + offset);
  return claim.kind === 'wait' ? { kind: 'wait' as const, until: claim.until - offset } : claim;
}

function verdictOf(outcome: Outcome) {
  if (outcome.kind === 'refused') return { outcome: 'refused' as const, refused_fields: outcome.fields };
  return { outcome: outcome.kind === 'failed' ? ('unknown' as const) : ('accepted' as const), refused_fields: [] };
}
