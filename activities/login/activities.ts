import type {
  BrowserActivities,
  ChooseStep,
  FillResult,
  FillStep,
  NotEntitled,
  OpenedLogin,
  Outcome,
  PageActivities,
  ProfileInUse,
  SaveResult,
  SiteFull,
} from '../../contract/steps.js';
import type { TypedValue } from '../browser/index.js';
import { type LoginContext, type LoginOptions, type LoginRoom, roomOf } from './context.js';
import { sealOutcome, sealResult, sealSaved } from './evidence/seal-outcome.js';
import { answerConsent } from './fill/answer-consent.js';
import { answerItem } from './fill/answer-item.js';
import { answerSendTo } from './fill/answer-send-to.js';
import { answerStep } from './fill/answer-step.js';
import { noteQuestion } from './fill/asking.js';
import { attempt } from './fill/attempt.js';
import { chosenButton, mayChoose, settleOn } from './fill/choose-option.js';
import { armAttempt, clearAttempt, prepareAttempt, recordVerdict, releaseAttempt, sinceArmed } from './fill/ledger.js';
import { openValues } from './fill/open-values.js';
import { prepareForm, type ReadyForm } from './fill/prepare-form.js';
import { sendChoice } from './fill/send-choice.js';
import { takeWord } from './fill/take-word.js';
import { typedValues } from './fill/typed-values.js';
import { unfitValue } from './fill/unfit-value.js';
import { UNNAMED } from './fill/value-rule.js';
import { completeValues, refuseValues } from './fill/values.js';
import { failed, failedAt, gateOutcome, inputOutcome, unlessUnreachable } from './judge/outcome.js';
import { chosenWord } from './judge/page-words.js';
import { chosenAnswer } from './judge/step-question.js';
import { noteAnswer, secretsOf } from './judge/submission.js';
import { unlessKept } from './judge/unless-kept.js';
import type { Login } from './login.js';
import { closePage, isOver, onOpenPage } from './on-open-page.js';
import { type Beginning, loadBeginning, type OpenLogin, rememberLogin } from './open/begin.js';
import { awaitCaptcha } from './open/captcha.js';
import { consentAnswer, consentQuestion } from './open/consent.js';
import { pressThrough } from './open/dismiss-overlay.js';
import { withItem } from './open/item.js';
import { enterSite } from './open/way-in.js';
import type { ViewButton } from './page-world/view.js';
import { chosenForm } from './read/form-choice.js';
import { addressOf } from './read/frame-at.js';
import { lookAfresh, lookNow } from './read/look-now.js';
import { noteWait } from './read/note-wait.js';
import { observe } from './read/observe.js';
import { doubtRecipe } from './recipes/doubt.js';
import { noteFilled } from './recipes/route.js';
import { checkpointLogin } from './session/checkpoint-login.js';
import { HeldProfile } from './session/held-profile.js';
import { saveSession } from './session/save-session.js';
import { unlessClosed, withHeartbeat } from './with-heartbeat.js';

/** How often a page that waits for another device is read. Such pages ask their own server about as often. */
const LOOK_AGAIN_MS = 1_000;

/** The activities that drive a login: `openLogin` for the queue of browsers, the others for the queue of this worker's pages. */
export function createLoginActivities(options: LoginOptions): BrowserActivities & PageActivities {
  const room = roomOf(options);
  return {
    openLogin: ({ question, is_watched = false, ...ref }) =>
      withHeartbeat(room, ref, (context) => openLogin(room, context, ref, { question, is_watched })),
    fillFields: (step) =>
      onOpenPage(room, step, async (context, login) => sealResult(await fillFields(context, login, step), login)),
    chooseOption: (step) =>
      onOpenPage(room, step, async (context, login) => {
        const result = await chooseOption(context, login, step);
        return result.kind === 'not_entitled' ? result : sealOutcome(await withItem(context, login, result), login);
      }),
    lookAtPage: ({ watch_seconds, ...step }) =>
      onOpenPage(room, step, async (context, login, awaited) =>
        sealOutcome(
          await withItem(context, login, await lookAtPage(context, login, watch_seconds ?? 0, awaited)),
          login,
        ),
      ),
    async saveSession(step) {
      const result = await onOpenPage(room, { ...step, saves: true }, async (context, login) =>
        sealSaved(await withItemLeft(context, login, await saveSession(context, login)), login),
      );
      if (result.kind !== 'step_left') await closePage(room, step);
      return result;
    },
    closePage: (step) => closePage(room, step),
  };
}

/**
 * Opens the site where this login stood when its page was lost, else with the session of the profile; finds the login form and returns
 * what the page shows. A page that can't be used is closed. The login has its part of the profile for itself, and counts on its site, as long as
 * its page is open.
 */
async function openLogin(
  room: LoginRoom,
  context: LoginContext,
  ref: OpenLogin,
  { question, is_watched }: { readonly question: number | undefined; readonly is_watched: boolean },
): Promise<OpenedLogin | ProfileInUse | SiteFull> {
  const from = await loadBeginning(context, ref, is_watched);
  if ('kind' in from) return from;
  const held = new HeldProfile(room, from.hold);
  try {
    return await openPage(context, ref, from, held, question);
  } catch (error) {
    await held.release();
    throw error;
  }
}

async function openPage(
  context: LoginContext,
  ref: OpenLogin,
  from: Beginning,
  held: HeldProfile,
  question: number | undefined,
): Promise<OpenedLogin> {
  const { invocation_id: login } = ref;
  const { grant, state, proxy, profile } = from;
  const identity = profile?.browser ?? null;
  const options = { login, domain: grant.domain, state, proxy, identity, signal: context.signal };
  const opening = context.pages.open(options, async (live) => {
    held.endsWith(live);
    const login = rememberLogin(context, ref, live, from);
    const entered = await unlessClosed(live, enterSite(context, login, from.checkpoint));
    await noteWait(context, login);
    const outcome = await unlessClosed(live, withItem(context, login, entered));
    await noteQuestion(context, login, question);
    const page = { page_id: live.id, task_queue: context.taskQueue };
    return { page, outcome: await context.race(sealOutcome(outcome, login)), ...offeredBy(outcome) };
  });
  const opened = await context.openLate(opening, ({ page }) => context.pages.close(page.page_id));
  if (isOver(opened.outcome)) await context.pages.close(opened.page.page_id);
  return opened;
}

const offeredBy = (outcome: Outcome): Pick<OpenedLogin, 'offered'> =>
  outcome.kind === 'input' && outcome.offered !== undefined ? { offered: outcome.offered } : {};

/** A session that turns out to lack a step may come back to a page that asks. */
const withItemLeft = async (context: LoginContext, login: Login, saved: SaveResult): Promise<SaveResult> =>
  saved.kind === 'step_left' ? { ...saved, outcome: await withItem(context, login, saved.outcome) } : saved;

/**
 * Types values into the form that was seen, submits it once for each attempt id, and judges the result. Everything that can be checked
 * is checked before the attempt is armed, so that nothing has been typed when a check fails.
 * @throws PageLost, AttemptRevoked
 */
async function fillFields(context: LoginContext, login: Login, step: FillStep): Promise<FillResult> {
  const known = login.results.get(step.attempt_id);
  if (known !== undefined) return known;
  const opened = await openValues(context, login, step);
  const refusal = await refuseValues(context, step, opened);
  if (refusal !== null) return refusal;
  // An attempt that is not new was typed, perhaps in part. It is never typed again: the page shows the outcome.
  if (!(await prepareAttempt(context, step, opened))) return lookNow(context, login);
  login.told = null;
  const form = await prepareForm(context, login, step, opened);
  if (form.kind === 'changed') return { kind: 'changed', outcome: await lookAfresh(context, login) };
  if (form.kind === 'other_site') return form;
  if (form.kind === 'gate') {
    const outcome = gateOutcome(login, form.view);
    if (outcome !== null) return { kind: 'changed', outcome };
    return failed(context, login, 'element_not_found', form.view.gate?.text ?? null);
  }
  if (form.kind === 'not_allowed') return failedAt(context, login, form);
  if (form.kind !== 'ready') return failed(context, login, 'element_not_found', null);
  // One that came with a no to the values before is still there.
  if (await awaitCaptcha(context, login, form.before)) return failed(context, login, 'captcha_blocked', null);
  const notCleared = await clearAttempt(context, login, step, form, opened);
  if (notCleared !== null) return notCleared;
  const writing = await completeValues(context, login, form.plan, opened);
  if (writing.kind !== 'values') {
    await releaseAttempt(context, step);
    if (writing.kind === 'unlisted') return { kind: 'changed', outcome: inputOutcome(login, form.before.view) };
    return writing;
  }
  const unfit = unfitValue(form.plan, writing.values);
  if (unfit !== null) {
    await releaseAttempt(context, step);
    context.note({ stage: 'fill', rule: 'form_ready', reason: unfit.code, facts: {} });
    return failed(context, login, unfit.code, unfit.words || null);
  }
  await armAttempt(context, step);
  // ---- Below this line something may have been typed. ----
  const typed = typedValues(form.plan, opened, writing.values);
  return sinceArmed(context, typeAndJudge(context, login, step, form, writing.values, typed));
}

async function typeAndJudge(
  context: LoginContext,
  login: Login,
  step: FillStep,
  form: ReadyForm,
  values: ReadonlyMap<string, string>,
  typed: readonly TypedValue[],
): Promise<Outcome> {
  const { plan } = form;
  const address = addressOf(login.live.page, plan.form);
  const { wire } = login.live;
  // A page that was lost may have left half a login behind: what this one carries is no stranger's, then.
  if (!login.typed) login.untyped = form.before.carried;
  login.typed = true;
  await context.race(wire.arm(step.attempt_id, typed));
  const seen = await unlessUnreachable(login, attempt(context, login, form, values));
  wire.rest();
  const came = await unlessKept(context, login, step.attempt_id, plan, seen);
  const outcome = await doubtRecipe(context, login, step, plan.form, came);
  if (outcome === came) noteFilled(login, plan, address, outcome);
  await checkpointLogin(context, login, outcome);
  await noteWait(context, login);
  await recordVerdict(context, login, step, outcome);
  return outcome;
}

/**
 * Presses what a person chose, or settles on the form that was chosen.
 * @throws PageLost
 */
async function chooseOption(context: LoginContext, login: Login, step: ChooseStep): Promise<Outcome | NotEntitled> {
  const sendTo = await answerSendTo(context, login, step);
  if (sendTo !== null) return sendTo;
  const item = await answerItem(context, login, step);
  if (item !== null) return item;
  login.told = null;
  const { view } = await observe(context, login.live.page, login.network, login);
  const consent = consentQuestion(login, view);
  const decision = consent && consentAnswer(consent, step.choice);
  if (consent && decision) return answerConsent(context, login, step, view, consent, decision);
  const answer = chosenAnswer(login, view, step.choice);
  if (answer !== undefined) return answerStep(context, login, step, view, answer);
  const said = chosenWord(login, view, step.choice);
  if (said !== null) return takeWord(context, login, step, view, said);
  const chosen = chosenForm(view, step.choice) ?? chosenButton(login, view, step.choice);
  // The page has changed meanwhile: the person is asked again, about what it offers now.
  if (chosen === undefined) return inputOutcome(login, view);
  if (!(await mayChoose(context, step, chosen))) return { kind: 'not_entitled', fields: [] };
  if (step.answer !== undefined) await context.vault.noteChoice(login.ref);
  if ('fields' in chosen) return settleOn(context, login, view, chosen);
  if (!(await pressThrough(context, login, view, chosen.ref))) return failed(context, login, 'element_not_found', null);
  if (chosen.kind === 'sso') login.provider = chosen.provider ?? UNNAMED;
  login.choseMethod ||= 'mfa_type' in step.choice;
  await sendChoice(context, login, view);
  const outcome = await afterChoice(context, login, chosen);
  await checkpointLogin(context, login, outcome);
  return outcome;
}

/** Which company, which account: behind that is what the password was for. An identity provider that already knows the user asks for nothing more. */
function afterChoice(context: LoginContext, login: Login, { kind }: ViewButton): Promise<Outcome> {
  const { submitted } = login;
  if (kind !== 'account' || submitted === null || secretsOf(submitted.submission).length === 0)
    return lookAfresh(context, login);
  noteAnswer(login);
  return lookNow(context, login);
}

/**
 * Returns what the page of a login shows. While the page waits for another device, returns as soon as that is over or another step on
 * this page waits.
 * @throws PageLost
 */
async function lookAtPage(
  context: LoginContext,
  login: Login,
  watchSeconds: number,
  awaited: AbortSignal,
): Promise<Outcome> {
  const until = performance.now() + watchSeconds * 1000;
  let outcome = await lookNow(context, login);
  while (outcome.kind === 'external_action' && performance.now() < until) {
    await context.wait(LOOK_AGAIN_MS, awaited);
    if (awaited.aborted) return outcome;
    outcome = await lookNow(context, login);
  }
  return outcome;
}
