import { native } from '../dom/native.js';
import { pinOf } from '../dom/pins.js';
import { readText } from '../dom/read-text.js';
import type { FrameView, LocalForm } from '../frame-view.js';
import type { ProposedForm } from '../proposal.js';
import { oneLine } from '../words/text.js';
import type { Words } from '../words/words.js';
import { asleep } from './asleep.js';
import { middleOf } from './beside-button.js';
import { asksConsent, buttonView, isLoginLink, offersWays } from './buttons.js';
import { captchaOf, foreignForms } from './captcha.js';
import { accountRadios, accountSender, choiceForm, choosesAccount, choosesMethod, methodRadios } from './choices.js';
import { classify } from './classify.js';
import { collect } from './collect.js';
import { permissionsIn, unknownIn } from './consent.js';
import { consentBanners } from './cookie-boxes.js';
import { lineForm } from './editable-line.js';
import { featuresOf, taskOf } from './features.js';
import { asksForAnything, asksForValues } from './form-classes.js';
import { formView, proposedFormView } from './form-view.js';
import { gateOf } from './gate.js';
import { groupsOf } from './group.js';
import { keypadOf } from './keypad.js';
import { withKeypad } from './keypad-form.js';
import { takesNote } from './message.js';
import { hasToBeAnswered, isInertBehind, openModal } from './modal.js';
import type { Control, Group } from './model.js';
import { modeButtons } from './modes.js';
import { asksForPasskey, offerOf } from './offers.js';
import { otpKindOf } from './otp.js';
import { addPointed } from './pointed.js';
import { proposed } from './propose.js';
import { assignRoles } from './roles.js';
import type { Scan } from './scan.js';
import { isSetting } from './settings.js';
import { alertsOf, externalActionOf } from './signs.js';
import { isFrame } from './site-frame.js';
import { standingOf, wordsOf } from './standing.js';
import { mailsLink, submitOf } from './submit.js';
import { behindTabs, type ReadForm } from './tabs.js';
import { isUntypable } from './untypable.js';

const MAX_HEADINGS = 12;

/**
 * Reads the document it runs in: which forms it shows, what they are for, and what else is there. Changes nothing.
 * @param proposals forms that recipes describe; one that is there takes precedence over the classification
 * @param everybody paths that everybody is led to
 */
export function scanDocument(
  words: Words,
  proposals: readonly ProposedForm[],
  everybody: readonly string[],
): FrameView {
  const scan = collect(words, new Set(everybody));
  addPointed(scan);
  const judged = formsIn(scan, proposals).sort((a, b) => b.form.rank - a.form.rank);
  const tabbed = behindTabs(
    scan,
    judged.flatMap(({ form, read }) => (read === null ? [] : [{ form, ...read }])),
  );
  const keypad = keypadOf(scan);
  const keyed = keypad === null ? null : withKeypad(scan, keypad, judged);
  const typed = judged.filter((one) => one !== keyed?.of).map(({ form }) => form);
  const found = [...(keyed === null ? [] : [keyed.form]), ...typed, ...tabbed].sort((a, b) => b.rank - a.rank);
  const line = lineForm(scan, found);
  const forms = line === null ? found : [line, ...found];
  const headings = scan.headings.map(({ text }) => text);
  // What a page says comes before what its site has on all of its pages, which may be long.
  const banners = consentBanners(scan);
  const isAround = (element: Element): boolean => isFrame(element) || banners.includes(element);
  const pageText = readText(native(document, 'body') ?? native(document, 'documentElement'), 4000, isAround);
  const submits = new Set(judged.map(({ submit }) => submit).filter((control) => control !== null));
  const choosing = choosesMethod(scan, forms, pageText);
  const choosingAccount = choosesAccount(scan, forms);
  const asksForMore = asksForAnything(forms);
  const asks = asksConsent(scan, pageText);
  const consent = asks && !asksForValues(forms);
  const permissions = permissionsIn(scan, pageText);
  const modal = openModal(scan, banners);
  const over = modal !== null && hasToBeAnswered(scan, modal) ? modal : null;
  const standing = {
    ...standingOf(scan, pageText, banners),
    asksOver: over !== null,
    inDialog: modal !== null,
    ...(modal === null ? {} : { words: wordsOf(readText(modal)) }),
  };
  const situation = {
    choosesMethod: choosing,
    choosesAccount: choosingAccount,
    goesOnAs: choosingAccount ? accountSender(scan) : undefined,
    asksToStay: !asksForMore && !consent && permissions.length === 0 && scan.says('stay', pageText),
    offer: offerOf(scan, forms, pageText, { permits: permissions.length > 0, enrols: standing.handsOutKey }),
    asksConsent: consent,
    submits,
    offersWays: offersWays(scan, forms),
    banners,
    middle: middleOf(scan),
    over,
    notes: new Set(scan.controls.filter((control) => takesNote(scan, control))),
  };
  const pressed = scan.controls
    .filter(({ element }) => !keypad?.keys.includes(element) && !isInertBehind(scan, modal, element))
    .map((control) => buttonView(scan, control, situation))
    .filter((button) => button !== null);
  const modes = modeButtons(
    scan,
    judged.map(({ group }) => group),
  );
  const accounts = choosingAccount && !choosing ? accountRadios(scan) : [];
  const buttons = choosing ? [...methodRadios(scan), ...pressed] : [...modes, ...accounts, ...pressed];
  const choice = choiceForm(scan, buttons, forms);
  return {
    url: location.origin === 'null' ? location.protocol : location.origin + location.pathname,
    title: oneLine(native(document, 'title'), 200),
    forms: choice === null ? forms : [choice, ...forms],
    buttons,
    alerts: alertsOf(scan),
    captcha: captchaOf(scan, foreignForms(judged)),
    evidence: {
      logout: scan.controls.some((control) => scan.says('logout', control.label) || scan.names('logout', control.href)),
      loginLink: scan.controls.some((control) => isLoginLink(scan, control)),
      passkey: !choosing && asksForPasskey(scan, forms),
      untypable: keypad === null && isUntypable(scan, judged[0]?.group ?? null),
      headings: headings.slice(0, MAX_HEADINGS).map((text) => oneLine(text, 120)),
    },
    permissions: asks ? permissions : [],
    listed: asks ? unknownIn(scan) : [],
    allowsByForm: asks && !consent && [...submits].some(({ label }) => scan.says('consent', label)),
    otpKind: otpKindOf(scan, forms, headings, pageText),
    standing,
    externalAction: externalActionOf(scan, pageText, standing.texts, forms),
    gate: judged[0] === undefined ? null : gateOf(scan, judged[0].group),
    asleep: asleep(scan).map(({ element }) => pinOf(element)),
    // Last, because it covers everything that was read.
    lacksPhrases: scan.lacksPhrases,
  };
}

interface FoundForm {
  readonly form: LocalForm;
  readonly group: Group;
  readonly submit: Control | null;
  /** What its class came of; null where a recipe names it. */
  readonly read: Pick<ReadForm, 'group' | 'judgement'> | null;
  /** What holds it. */
  readonly box: Element;
}

/** The form that was proposed, if it is there, and every other group of fields. */
function formsIn(scan: Scan, proposals: readonly ProposedForm[]): FoundForm[] {
  const found = proposed(scan, proposals);
  const isTaken = ({ fields }: Group): boolean => fields.some((field) => found?.group.fields.includes(field));
  const judged = groupsOf(scan)
    .filter((group) => !isTaken(group))
    .map((group) => judge(scan, group))
    .filter(({ group, submit }) => !isSetting(scan, group, submit));
  if (found === null) return judged;
  const { group, submit } = found;
  return [{ form: proposedFormView(scan, found), group, submit, read: null, box: group.container }, ...judged];
}

function judge(scan: Scan, group: Group): FoundForm {
  const submit = submitOf(scan, group);
  const features = featuresOf(scan, group, submit);
  const judgement = classify(features);
  const parts = assignRoles(scan, group, judgement);
  const form = formView(
    scan,
    { group, parts, submit },
    { ...judgement, task: taskOf(features) ?? linkTask(scan, group, submit) },
  );
  return { form, group, submit, read: { group, judgement }, box: group.container };
}

/** Whether a form with nothing but a name has a link to log in sent by mail. */
const linkTask = (scan: Scan, { fields }: Group, submit: Control | null): 'link' | null =>
  fields.length === 1 && fields.every(({ type }) => type !== 'password') && submit !== null && mailsLink(scan, submit)
    ? 'link'
    : null;
