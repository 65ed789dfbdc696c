import { native } from '../dom/native.js';
import { readText } from '../dom/read-text.js';
import { isCovered } from '../dom/visibility.js';
import type { LocalForm } from '../frame-view.js';
import type { FormClass } from '../view.js';
import { SENTENCE } from '../words/sentences.js';
import { hash, oneLine } from '../words/text.js';
import { boxesOf } from './boxes.js';
import type { Judgement } from './classify.js';
import type { CompleteForm } from './complete-form.js';
import { controlRef, fieldViews, refOf } from './field-view.js';
import { listsOf } from './lists.js';
import { MAX_BARE } from './matter.js';
import { isModal } from './modal.js';
import type { Control, Group, Purpose } from './model.js';
import { questionOver } from './question.js';
import { radioFieldsOf } from './radio-fields.js';
import type { Scan } from './scan.js';
import { isFramed } from './site-frame.js';
import { titleOf } from './surroundings.js';

type Weight = Pick<Judgement, 'confidence' | 'margin' | 'reasons' | 'loginScore'> & Pick<LocalForm, 'task'>;

/** Rank of a form that a recipe names: before every form that was only classified. */
const PROPOSED: Weight = { confidence: 1, margin: 1, reasons: ['proposed'], loginScore: 1000, task: null };
/** A form that is covered by something else is hardly the one to use. */
const COVERED_PENALTY = 5;

export const proposedFormView = (scan: Scan, found: CompleteForm): LocalForm => ({
  ...formView(scan, found, PROPOSED),
  source: 'recipe',
});

/** A form as data: what it is, what it asks for and where. */
export function formView(scan: Scan, form: CompleteForm, weight: Weight): LocalForm {
  const { group, submit } = form;
  const remember = group.choices.find(
    (choice) => scan.says('remember', choice.label) || scan.names('remember', choice.developer),
  );
  const covered = group.fields.every((field) => isCovered(field.element));
  return {
    source: 'page',
    class: classOf(scan, form),
    confidence: round(weight.confidence),
    margin: round(weight.margin),
    reasons: weight.reasons,
    fields: fieldViews(scan, form, [...listsOf(scan, form), ...radioFieldsOf(scan, form)]),
    submit: submit === null ? null : controlRef(scan, submit),
    remember: remember === undefined ? null : refOf(scan, remember.element, remember.label),
    boxes: boxesOf(scan, group),
    action: actionOf(group.form, submit),
    method: group.form === null ? null : native(group.form, 'method'),
    names: namesOf(scan, group, submit),
    tab: null,
    task: weight.task,
    modal: isModal(scan, group),
    setsNew: setsNew(scan, group),
    framed: isFramed(group.container),
    candidates: [],
    signature: hash(group.fields.map((field) => `${field.type}|${field.developer}|${field.label}`).join('\n')),
    rank: weight.loginScore - (covered ? COVERED_PENALTY : 0),
  };
}

const OF_CHANGES: ReadonlySet<Purpose> = new Set(['newPassword', 'confirmPassword', 'currentPassword']);

/** By the label of a field, or the heading over all. */
const setsNew = (scan: Scan, group: Group): boolean =>
  group.fields.some(({ purpose }) => OF_CHANGES.has(purpose)) ||
  (['newPassword', 'change'] as const).some((word) => scan.says(word, titleOf(scan, group)));

/** A search by what it does, or by its words unless it is there to go on. */
function classOf(scan: Scan, { group, parts, submit }: CompleteForm): FormClass {
  if (parts.class === 'other') return looksUp(group) && !saysWhy(group) ? 'search' : 'other';
  return parts.class === 'search' && goesOnFrom(scan, group, submit) ? 'other' : parts.class;
}

/** Whether what is typed to look for something is the answer to a question: it is posted from the middle of the page, by a button that does not say that it searches. */
function goesOnFrom(scan: Scan, { form }: Group, submit: Control | null): boolean {
  if (form === null || submit === null || isFramed(form) || native(form, 'method') !== 'post') return false;
  return /\p{L}{2}/u.test(submit.label) && !scan.says('searchField', submit.label);
}

/** One line of text that the form puts into an address: that finds something, whatever it is called. */
function looksUp({ form, fields }: Group): boolean {
  if (form === null || native(form, 'method') !== 'get') return false;
  // A script sends what the browser would show this very page for.
  const isSent = native(form, 'hasAttribute')('method') || LEADS.test(native(form, 'getAttribute')('action') ?? '');
  const typed = fields.filter(({ visible }) => visible);
  return isSent && typed.length === 1 && typed.every(({ type }) => type === 'text' || type === 'search');
}

const LEADS = /^\s*(?!javascript:)[^\s#]/i;

/** In a sentence, in the form or on a short page around it: what a step asks for, it explains. */
function saysWhy({ form }: Group): boolean {
  if (form === null) return false;
  if (SENTENCE.test(readText(form))) return true;
  const page = isFramed(form) ? '' : readText(native(document, 'body'), MAX_BARE + 1);
  return page.length <= MAX_BARE && SENTENCE.test(page);
}

/** What tells the group from others for a person: its heading, its button, its fields. */
function namesOf(scan: Scan, group: Group, submit: Control | null): string[] {
  const fields = group.fields.map((field) => field.label || field.placeholder).filter((label) => label !== '');
  const question = questionOver(scan, group);
  const asked = [...(question === null ? [] : [question]), ...fields];
  const found = [titleOf(scan, group), submit?.label ?? '', asked.join(', ')];
  return found.map((name) => oneLine(name, 120)).filter((name) => name !== '');
}

/** Where the form goes, without what a query or a fragment may carry. */
function actionOf(form: HTMLFormElement | null, submit: Control | null): string | null {
  if (form === null) return null;
  const own = submit?.element.getAttribute('formaction') ?? native(form, 'getAttribute')('action') ?? '';
  try {
    const { protocol, origin, pathname } = new URL(own, native(document, 'baseURI'));
    return origin === 'null' ? protocol : origin + pathname;
  } catch {
    return null;
  }
}

const round = (share: number): number => Math.round(share * 1000) / 1000;
