import type { LoginContext } from '../context.js';
import { pressRemembered } from '../fill/press-answer.js';
import type { Login } from '../login.js';
import { awaitCaptcha } from '../open/captcha.js';
import { consentQuestion } from '../open/consent.js';
import { answerInterstitial, interstitialAnswer, MAX_INTERSTITIALS } from '../open/interstitial.js';
import type { PageView, ViewButton } from '../page-world/view.js';
import type { Observation } from '../read/observation.js';
import { asksForLogin } from '../read/seen-page.js';
import { isLoading, mayGoOn } from '../read/undecided.js';
import { watch } from '../read/watch.js';
import { openerWatch } from './in-opener.js';
import { judge } from './judge.js';
import { formOfStep, type LeftStep, leftStepOf } from './left-step.js';
import { stepAnswers } from './step-question.js';
import { noteAnswer, type Submission, secretsOf } from './submission.js';
import type { Certain, Verdict } from './verdict.js';
import { type MayBe, mayBePast, walkPast } from './walk-past.js';
import { askedIn } from './walls.js';

const REASONS = {
  input: 'next_form',
  refused: 'turned_down',
  authenticated: 'signed_in',
  left_step: 'step_left',
  external_action: 'other_device',
  forgotten: 'state_gone',
  failed: 'no_form',
} as const;

export interface Conclusion {
  readonly verdict: Certain;
  readonly seen: Observation;
}

/** Reads the page after a submit until its meaning is clear. Answers pages in between that only need a confirmation. */
export async function conclude(
  context: LoginContext,
  login: Login,
  before: Observation,
  submission: Submission,
): Promise<Conclusion> {
  let lookedInFront = false;
  let waitedToPass = false;
  const isOpenerIn = openerWatch(context, login);
  const judged = (seen: Observation): Verdict => {
    if (consentQuestion(login, seen.view) !== null) return { kind: 'input' };
    // A question that was answered since is noted there.
    const verdict = judge(before, seen, login.submitted?.submission ?? submission);
    if (verdict.kind !== 'authenticated') return verdict;
    // A pop-up hands the session to the page that opened it, and closes. What a page shows before the site has answered is only its own
    // guess, and right after a refusal it may still show that guess.
    // A page that is still loading may look like a step, and one that shows nothing yet may be the login again.
    const mayChange = isLoading(seen) || mayGoOn(seen) || leftStepOf(seen.view) !== null;
    const isEarly = login.live.inPopUp || login.network.answering || seen.turnedDown || mayChange;
    return isEarly ? { kind: 'unclear', lean: verdict } : verdict;
  };
  for (let answered = 0; ; answered++) {
    let isInOpener = false;
    const decides = async (seen: Observation): Promise<boolean> => {
      if (interstitialAnswer(login, seen) !== undefined) return true;
      const verdict = judged(seen);
      if (verdict.kind !== 'unclear') return true;
      isInOpener = verdict.lean.kind === 'authenticated' && (await context.race(isOpenerIn()));
      return isInOpener;
    };
    const seen = await watch(context, login.live, login.network, decides, login);
    const yes = answered < MAX_INTERSTITIALS ? interstitialAnswer(login, seen) : undefined;
    if (yes !== undefined && (await answerInterstitial(context, login, seen.view, yes))) {
      noteAnswer(login);
      continue;
    }
    login.boxes = seen.boxes;
    const now = judged(seen);
    if (!lookedInFront && now.kind === 'unclear' && now.lean.reason === 'asks_over_form') {
      lookedInFront = true;
      login.overForm = seen.view.gate?.text ?? null;
      // Nothing was pressed.
      answered -= 1;
      continue;
    }
    const verdict = now.kind === 'unclear' ? now.lean : now;
    // What a page brings along that came again may pass by itself; what it says is read then.
    if (!waitedToPass && now.kind === 'unclear' && verdict.reason === 'captcha') {
      waitedToPass = true;
      if (!(await awaitCaptcha(context, login, seen))) {
        answered -= 1;
        continue;
      }
    }
    const step = isInOpener ? null : leftStep(verdict, seen);
    const isInTheWay =
      step !== null ||
      isNoToNothing(verdict, seen) ||
      (asksAgain(verdict) && mayBePast(seen.view, submission)) ||
      // Begun again, the login would send the secret once more: "You are already logged in" is an error, too.
      (verdict.kind === 'forgotten' && secretsOf(submission).length > 0);
    const behind =
      isInTheWay && !login.live.inPopUp
        ? await walkPast(context, login, seen.view, whatMayBe(verdict, step, before.view, seen.view))
        : null;
    const mayAnswer = step !== null && behind === null && answered < MAX_INTERSTITIALS;
    if (mayAnswer && (await pressRemembered(context, login, seen.view))) continue;
    const concluded: Certain =
      behind !== null
        ? AUTHENTICATED
        : step !== null
          ? (unanswered(login, before, seen, submission, step) ?? { kind: 'left_step', step })
          : verdict;
    noteVerdict(context, login, concluded, now.kind !== 'unclear');
    const shown = behind ?? seen;
    login.dialog = shown.view.standing.inDialog ? shown.view.standing.words : null;
    return { verdict: concluded, seen: shown };
  }
}

/** A page that offers nothing to answer it with may only follow from a question in a box of the browser, which was told no, or send one back. */
function unanswered(
  login: Login,
  before: Observation,
  { view, boxes }: Observation,
  submission: Submission,
  step: LeftStep,
): Certain | null {
  if (stepAnswers(login, view).length > 0 || formOfStep(view) !== null) return null;
  const isSentBack = step === 'question' && secretsOf(submission).length > 0 && leadsBackOnly(view, before.view);
  return askedIn(boxes) ?? (isSentBack ? sentBack(view) : null);
}

/** Whether all that a page leaves to do is to begin again: a no, mostly, in words that no list of ours knows. A login elsewhere is another one. */
const leadsBackOnly = ({ buttons }: PageView, { url }: PageView): boolean => {
  const inside = buttons.filter(({ framed, cookies }) => !framed && cookies === null);
  const isBack = ({ kind, link, elsewhere }: ViewButton): boolean =>
    link && kind === 'login_link' && (elsewhere === null || elsewhere === new URL(url).origin);
  return inside.length > 0 && inside.every(isBack);
};

const sentBack = ({ standing }: PageView): Certain => ({
  kind: 'input',
  left: 'unknown',
  words: standing.words,
  reason: 'sent_back',
});

const AUTHENTICATED = { kind: 'authenticated' } as const;

const asksAgain = ({ kind }: Conclusion['verdict']): boolean => kind === 'input' || kind === 'refused';

/** Words of refusal on a page without a form: that of a no, or one behind the login that tells of older ones. */
const isNoPage = ({ reason }: Conclusion['verdict']): boolean => reason === 'refused_on_page';

function whatMayBe(verdict: Conclusion['verdict'], step: LeftStep | null, before: PageView, after: PageView): MayBe {
  if (isNoPage(verdict)) return 'itself';
  if (step === 'question') return 'home';
  // A message that no rule can read may be a no.
  const isTold = after.alerts.some(({ text }) => text !== '' && before.alerts.every((known) => known.text !== text));
  const isOfferedOut = after.evidence.logout && !before.evidence.logout;
  return verdict.reason === 'same_form' && isOfferedOut && !isTold ? 'form_again' : null;
}

const BARRED: ReadonlySet<string> = new Set(['login_not_allowed', 'account_locked']);

const ASKED_AGAIN: ReadonlySet<string> = new Set(['same_form', 'thrown_out', 'sent_to_sign_up']);

/** A form that is only there again may be left from before: some applications show what is new with the next page only. */
const isNoToNothing = (verdict: Conclusion['verdict'], { view, status, answer }: Observation): boolean =>
  isNoPage(verdict) ||
  // A page that tells of an outage may tell of one to come.
  (verdict.kind === 'failed' &&
    verdict.reason === 'site_down' &&
    [status, answer].every((one) => (one ?? 0) < 400) &&
    !asksForLogin(view)) ||
  // A subscription that is over may leave the rest of the site open; a card that is blocked, all of it.
  (verdict.kind === 'failed' && BARRED.has(verdict.code) && !asksForLogin(view)) ||
  verdict.reason === 'secret_emptied' ||
  (verdict.kind === 'input' && verdict.left === 'unknown' && ASKED_AGAIN.has(verdict.reason ?? ''));

/** The step that is left where the page is not what it seems: one that asks for nothing of a login looks like the page behind it. */
function leftStep(verdict: Conclusion['verdict'], { view }: Observation): LeftStep | null {
  const step = leftStepOf(view);
  // What a site says against a value, and a password field that can't be filled, come before what the page may be otherwise.
  if ((verdict.kind === 'refused' || verdict.kind === 'failed') && step === 'question') return null;
  if (verdict.kind === 'forgotten') return null;
  // What sets the first password of an account that is there has the form of a new one.
  if (verdict.reason === 'sent_to_sign_up' && step === 'question') return null;
  if (verdict.kind === 'input' && verdict.left === 'not_looked_at' && step === 'question') return null;
  if (verdict.kind === 'failed' && verdict.code !== 'element_not_found') return null;
  return verdict.kind === 'external_action' ? null : step;
}

/** @param certain whether the page said so; else it is only what the page seemed to mean when it came to rest */
function noteVerdict(context: LoginContext, login: Login, verdict: Conclusion['verdict'], certain: boolean): void {
  const facts = { outcome: verdict.kind, certain, in_pop_up: login.live.inPopUp };
  const code = verdict.kind === 'failed' ? { code: verdict.code } : {};
  context.note({
    stage: 'judge',
    rule: 'verdict',
    reason: verdict.reason ?? REASONS[verdict.kind],
    facts: { ...facts, ...code },
  });
}
