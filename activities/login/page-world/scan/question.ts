import { native } from '../dom/native.js';
import { readText } from '../dom/read-text.js';
import { oneLine } from '../words/text.js';
import { isQuestion } from './masked.js';
import type { Field, Group } from './model.js';
import type { Scan } from './scan.js';
import { surroundingsOf } from './surroundings.js';

const MAX_QUESTION = 200;
/** How many elements before a field are looked at: a question stands close to it, and a page may be long. */
const NEAR = 100;
/** What holds more than words. */
const PARTS = 'a, button, input, select, textarea, [role=button]';
/** Questions that stand beside a form and are not what it asks. */
const ASIDE = ['forgot', 'noAccount', 'haveAccount', 'signup', 'otherMethod', 'sent', 'notYou'] as const;

/** The question that a form is for, where its field only says "Answer": one that stands over it as text of its own. */
export function questionOver(scan: Scan, group: Group): string | null {
  const [field, ...others] = group.fields.filter(({ editable }) => editable);
  if (field === undefined || others.length > 0 || isQuestion(field.label)) return null;
  return textOver(scan, group, field, (text) => isQuestion(text) && !ASIDE.some((one) => scan.says(one, text)));
}

/** What is said over a code about where it comes from: "We have sent it to a•••@example.com". */
export const sourceOver = (scan: Scan, group: Group, field: Field): string | null =>
  textOver(scan, group, field, (text) => SOURCES.some((one) => scan.says(one, text)));

const SOURCES = ['sent', 'totp', 'emailCode'] as const;

/** The text that stands nearest over a field, of those that are meant. */
function textOver(scan: Scan, group: Group, field: Field, isMeant: (text: string) => boolean): string | null {
  const before = [...native(surroundingsOf(scan, group), 'querySelectorAll')('*')].filter(
    (element) => scan.orderOf(element) < field.order,
  );
  for (const element of before.slice(-NEAR).reverse()) {
    if (!holdsWordsAlone(element)) continue;
    const text = readText(element, MAX_QUESTION + 1);
    if (text.length <= MAX_QUESTION && isMeant(text)) return oneLine(text, MAX_QUESTION);
  }
  return null;
}

const holdsWordsAlone = (element: Element): boolean =>
  !native(element, 'matches')(PARTS) &&
  native(element, 'closest')('a, button') === null &&
  native(element, 'querySelector')(PARTS) === null;

/** A hidden field that is not called a password, alone under a question, takes the answer. */
export function settleAnswer(scan: Scan, group: Group): void {
  const [field] = group.fields.filter(({ editable }) => editable);
  if (field?.type !== 'password' || field.purpose !== 'password' || field.label === '') return;
  if (scan.says('password', `${field.label} ${field.placeholder}`) || scan.names('password', field.developer)) return;
  const question = questionOver(scan, group);
  if (question !== null && !scan.says('password', question)) field.purpose = 'answer';
}
