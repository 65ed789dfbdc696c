import { native } from '../dom/native.js';
import { generatedText, lettersIn, readReferenced, readText, referencedBy } from '../dom/read-text.js';
import { composedParent } from '../dom/tree.js';
import { oneLine } from '../words/text.js';
import { labelByPlace, labelDrawnOver } from './label-by-place.js';
import type { FieldElement } from './model.js';

const LABEL_LENGTH = 120;
/** How far up the tree a text may stand and still belong to the field beside it. */
const REACH = 4;
const OTHER_FIELDS = 'input:not([type=hidden]):not([type=checkbox]):not([type=radio]), select, textarea';

/** What a person reads as the name of a field. */
export interface Label {
  readonly label: string;
  /** Whether the page says that it is the field's; else it only stands where a label would. */
  readonly labelled: boolean;
}

/** All that a page says about what a field is for. */
export interface FieldTexts extends Label {
  placeholder: string;
  developer: string;
  autocomplete: string;
}

/** The name of the field for a person: its label, else the text at the place of a label. */
export function labelOf(element: FieldElement): Label {
  const own = firstText([
    () => readReferenced(element, 'aria-labelledby'),
    () => Array.from(element.labels ?? [], textWithoutAlerts).join(' '),
    () => element.getAttribute('aria-label') ?? '',
    () => columnOf(element),
  ]);
  if (own !== '') return { label: own, labelled: true };
  const near = labelDrawnOver(element) || labelByPlace(element) || textBefore(element);
  const label = firstText([
    // "Signing in as ana@example.com" tells who, not what the field is for.
    () => (MAIL_ADDRESS.test(near) ? '' : near),
    () => element.getAttribute('placeholder') ?? '',
    () => element.title,
    () => Array.from(element.labels ?? [], generatedText).join(' '),
    () => near.replace(MAIL_ADDRESS, ''),
  ]);
  return { label, labelled: false };
}

/** What explains a field and stands in its label: "Account (where do I find it?)". */
const HELP = 'a, button, summary, [role=button], [role=link], [role=tooltip]';

/** The label without the help that stands in it; empty where there is none, or nothing else. */
export function labelWithoutHelp(element: FieldElement): string {
  const label = labelWithHelp(element);
  return label === undefined ? '' : firstText([() => wordsBesideHelp(label)]);
}

/** Whether the help in a label is put as a question or in brackets: then it is no part of what the field is called. */
export function hasAside(element: FieldElement): boolean {
  const label = labelWithHelp(element);
  const help = label === undefined ? [] : [...native(label, 'querySelectorAll')(HELP)];
  return help.some((one) => /^[([（].*[)\]）]$|[?？؟]$/.test(readText(one, LABEL_LENGTH)));
}

const labelWithHelp = (element: FieldElement): Element | undefined =>
  [...referencedBy(element, 'aria-labelledby'), ...(native(element, 'labels') ?? [])].find(
    (label) => native(label, 'querySelector')(HELP) !== null,
  );

function wordsBesideHelp(node: Node): string {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element) || native(node, 'matches')(`${HELP}, ${OTHER_FIELDS}`)) return '';
  return [...native(node, 'childNodes')].map(wordsBesideHelp).join(' ');
}

/** What a page says of a value, inside the label too, does not name the field. */
function textWithoutAlerts(label: Element): string {
  const alerts = [...native(label, 'querySelectorAll')('[role=alert]')].map((alert) => readText(alert, LABEL_LENGTH));
  const said = alerts.filter((alert) => alert !== '');
  return said.reduce((text, alert) => text.replace(alert, ''), readText(label, LABEL_LENGTH)).replace(/[\s·]+$/, '');
}

const MAIL_ADDRESS = /[^\s@]+@[^\s@]+\.[^\s@]+/;

function firstText(candidates: readonly (() => string)[]): string {
  for (const candidate of candidates) {
    const text = oneLine(candidate(), LABEL_LENGTH).replace(/[\s:*]+$/, '');
    if (/[\p{L}\p{N}]/u.test(text)) return text;
  }
  return '';
}

/** Name of a checkbox or radio button: its text can follow it as well as precede it. */
export function choiceLabelOf(element: HTMLElement): string {
  const own = readReferenced(element, 'aria-labelledby') || element.getAttribute('aria-label') || '';
  const labels = Array.from((element as HTMLInputElement).labels ?? [], (label) => readText(label, LABEL_LENGTH)).join(
    ' ',
  );
  if (own !== '' || labels !== '') return oneLine(own || labels, LABEL_LENGTH);
  const parent = composedParent(element);
  return parent === null ? '' : oneLine(readText(parent, LABEL_LENGTH), LABEL_LENGTH);
}

const CHOICES = 'input[type=checkbox], input[type=radio]';

/** Another field, or the label of one: "[x] Keep me signed in" in front of a password field is not its label. */
function isAnothers(element: Element): boolean {
  const others = `${OTHER_FIELDS}, ${CHOICES}`;
  if (native(element, 'matches')(others) || native(element, 'querySelector')(others) !== null) return true;
  const before = native(element, 'previousElementSibling');
  if (before !== null && native(before, 'matches')(OTHER_FIELDS) && labelDrawnOver(before) !== '') return true;
  return element instanceof HTMLLabelElement && element.control !== null;
}

/** The text above the field in a table whose columns have a field each. */
function columnOf(element: Element): string {
  const cell = native(element, 'closest')('td');
  const row = cell === null ? null : native(cell, 'parentElement');
  const above = row === null ? null : native(row, 'previousElementSibling');
  if (cell === null || row === null || above === null || native(above, 'querySelector')(OTHER_FIELDS) !== null)
    return '';
  const [cells, heads] = [[...native(row, 'children')], [...native(above, 'children')]];
  const filled = cells.filter((one) => native(one, 'querySelector')(OTHER_FIELDS) !== null);
  const head = heads[cells.indexOf(cell)];
  return filled.length < 2 || heads.length !== cells.length || head === undefined ? '' : textOfNode(head);
}

/** Text that stands right before the field, with no other field in between: "Username: [____]", table cells included. */
function textBefore(element: Element): string {
  let at: Element | null = element;
  for (let level = 0; level < REACH && at !== null; level += 1) {
    const cell = level > 0 && native(at, 'tagName') === 'TD' ? native(at, 'previousElementSibling') : null;
    for (
      let before: Node | null = cell ?? native(at, 'previousSibling');
      before !== null;
      before = before instanceof Element ? native(before, 'previousSibling') : before.previousSibling
    ) {
      if (before instanceof Element && isAnothers(before)) return '';
      const text = textOfNode(before);
      if (/[\p{L}]/u.test(text)) return text.length <= LABEL_LENGTH ? text : '';
    }
    at = composedParent(at);
    if (at !== null && native(at, 'matches')('form, fieldset, dialog, body, [role=dialog]')) return '';
  }
  return '';
}

function textOfNode(node: Node): string {
  if (node instanceof Text) return node.data.trim();
  const others = 'button, a, h1, h2, h3, h4, h5, h6, [role=button], [role=alert]';
  if (!(node instanceof Element) || native(node, 'matches')(others) || isMenu(node)) return '';
  return readText(node, LABEL_LENGTH + 1);
}

/** Links and buttons beside each other, and nothing else: a menu is no name of a field. */
function isMenu(element: Element): boolean {
  const items = [...native(element, 'querySelectorAll')('a[href], button, [role=button], [role=menuitem]')];
  const outer = items.filter((item) => !items.some((other) => other !== item && native(other, 'contains')(item)));
  return outer.length > 1 && lettersIn(outer) === lettersIn([element]);
}

/** Help text that the field itself points to. */
export function hintOf(element: FieldElement): string | null {
  const text = oneLine(readReferenced(element, 'aria-describedby') || element.title, 200);
  return text === '' ? null : text;
}

/** What a few fields ask for together, where each only says which part it is: "Date of birth" over a day, a month and a year. */
export function togetherOf(element: FieldElement): string | null {
  const group = native(element, 'closest')('fieldset, [role=group]');
  if (group === null || native(group, 'querySelector')('input[type=password]') !== null) return null;
  const legend = native(group, 'querySelector')('legend');
  const named = readReferenced(group, 'aria-labelledby') || group.getAttribute('aria-label') || '';
  const text = oneLine(named || (legend === null ? '' : readText(legend, LABEL_LENGTH)), LABEL_LENGTH);
  return text === '' ? null : text;
}
