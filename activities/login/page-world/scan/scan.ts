import { plain } from '../dom/plain.js';
import { readText } from '../dom/read-text.js';
import { openRoots } from '../dom/tree.js';
import { isCovered, lookAfresh } from '../dom/visibility.js';
import type { ProposedForm } from '../proposal.js';
import { lacksPhrases } from '../words/phrases.js';
import { hash, oneLine } from '../words/text.js';
import { names, says } from '../words/words.js';
import { asksConsent, buttonView, isLoginLink } from './buttons.js';
import { choiceForm, choosesAccount, choosesMethod, methodRadios } from './choices.js';
import { classify, type Judgement } from './classify.js';
import { collect } from './collect.js';
import { addressIn } from './css-path.js';
import { featuresOf } from './features.js';
import { controlRef, fieldViews, refOf } from './field-view.js';
import type { FrameView, LocalForm } from './frame-view.js';
import { groupsOf } from './group.js';
import { takesNote } from './message.js';
import type { Collected, Control, Group } from './model.js';
import { asksForPasskey, offerOf } from './offers.js';
import { otpKindOf } from './otp.js';
import { type Found, proposed } from './propose.js';
import { cast } from './roles.js';
import { alertsOf, captchaOf, externalActionOf } from './signs.js';
import { submitOf } from './submit.js';
import { titleOf } from './surroundings.js';

const HEADINGS = 12;

/** Goes before whatever is judged by its looks. */
const PROPOSED: Pick<Judgement, 'confidence' | 'margin' | 'reasons' | 'loginScore'> = {
  confidence: 1,
  margin: 1,
  reasons: ['proposed'],
  loginScore: 1000,
};

/**
 * Reads the page it runs in: which forms it shows, what they are for, and what else stands there. Changes nothing.
 * @param proposals forms that somebody says are here; one that is goes before what the page looks like
 */
export function scan(proposals: readonly ProposedForm[]): FrameView {
  lookAfresh();
  addressIn(openRoots());
  const page = collect();
  const found = proposed(proposals, page);
  const groups = groupsOf(page).filter((group) => !group.fields.some((field) => found?.group.fields.includes(field)));
  const judged = groups.map((group) => judge(group, page));
  if (found !== null) judged.unshift(taken(found, page));
  const forms = judged.map(({ form }) => form).sort((a, b) => b.rank - a.rank);
  const headings = page.headings.map(({ text }) => text);
  const pageText = readText(plain(document, 'body') ?? plain(document, 'documentElement'), 4000);
  const submits = new Set(judged.map(({ submit }) => submit).filter((control) => control !== null));
  const choosing = choosesMethod(page, forms, pageText);
  const asksForMore = forms.some((form) => form.fields.length > 0);
  const situation = {
    choosesMethod: choosing,
    choosesAccount: choosesAccount(page, forms),
    asksToStay: !asksForMore && says('stay', pageText),
    offer: offerOf(page, forms),
    asksConsent: !asksForMore && asksConsent(page, pageText),
    submits,
    notes: new Set(page.controls.filter((control) => takesNote(control, page))),
  };
  const pressed = page.controls.map((control) => buttonView(control, situation)).filter((button) => button !== null);
  const buttons = choosing ? [...methodRadios(page), ...pressed] : pressed;
  const choice = choiceForm(page, buttons, forms);
  return {
    url: location.origin === 'null' ? location.protocol : location.origin + location.pathname,
    title: oneLine(plain(document, 'title'), 200),
    forms: choice === null ? forms : [choice, ...forms],
    buttons,
    alerts: alertsOf(),
    captcha: captchaOf(),
    evidence: {
      logout: page.controls.some((control) => says('logout', control.label) || names('logout', control.href)),
      loginLink: page.controls.some(isLoginLink),
      passkey: !choosing && asksForPasskey(page, forms),
      headings: headings.slice(0, HEADINGS).map((text) => oneLine(text, 120)),
    },
    otpKind: otpKindOf(forms, headings, pageText),
    externalAction: externalActionOf(pageText, forms),
    // The last one: it's what was read until now.
    lacksPhrases: lacksPhrases(),
  };
}

function judge(group: Group, page: Collected): { form: LocalForm; submit: Control | null } {
  const submit = submitOf(group, page);
  const judgement = classify(featuresOf(group, page, submit));
  return { form: formView({ group, parts: cast(group, judgement), submit }, page, judgement), submit };
}

function taken(found: Found, page: Collected): { form: LocalForm; submit: Control | null } {
  return { form: { ...formView(found, page, PROPOSED), source: 'recipe' }, submit: found.submit };
}

function formView({ group, parts, submit }: Found, page: Collected, judgement: typeof PROPOSED): LocalForm {
  const remember = group.choices.find(
    (choice) => says('remember', choice.label) || names('remember', choice.developer),
  );
  const covered = group.fields.every((field) => isCovered(field.element));
  return {
    source: 'page',
    class: parts.class,
    confidence: round(judgement.confidence),
    margin: round(judgement.margin),
    reasons: judgement.reasons,
    fields: fieldViews(group, page, parts),
    submit: submit === null ? null : controlRef(submit),
    remember: remember === undefined ? null : refOf(remember.element, remember.label),
    action: actionOf(group.form, submit),
    method: group.form === null ? null : plain(group.form, 'method'),
    names: namesOf(group, page, submit),
    candidates: [],
    signature: hash(group.fields.map((field) => `${field.type}|${field.developer}|${field.label}`).join('\n')),
    rank: judgement.loginScore - (covered ? 5 : 0),
  };
}

/** What tells the group from others for a person: its heading, its button, its fields. */
function namesOf(group: Group, page: Collected, submit: Control | null): string[] {
  const fields = group.fields.map((field) => field.label || field.placeholder).filter((label) => label !== '');
  const found = [titleOf(group, page), submit?.label ?? '', fields.join(', ')];
  return found.map((name) => oneLine(name, 120)).filter((name) => name !== '');
}

/** Where the form goes, without what a query or a fragment may carry. */
function actionOf(form: HTMLFormElement | null, submit: Control | null): string | null {
  if (form === null) return null;
  const own = submit?.element.getAttribute('formaction') ?? plain(form, 'getAttribute')('action') ?? '';
  try {
    const { protocol, origin, pathname } = new URL(own, plain(document, 'baseURI'));
    return origin === 'null' ? protocol : origin + pathname;
  } catch {
    return null;
  }
}

function round(share: number): number {
  return Math.round(share * 1000) / 1000;
}
