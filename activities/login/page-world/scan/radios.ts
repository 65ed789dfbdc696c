import { picksFromList } from '../dom/combobox.js';
import { native } from '../dom/native.js';
import { pinOf } from '../dom/pins.js';
import { readText } from '../dom/read-text.js';
import { composedParent } from '../dom/tree.js';
import type { LocalRadio } from '../frame-view.js';
import { drawnOf } from './choice-button.js';
import { refOf } from './field-view.js';
import { choiceLabelOf } from './label.js';
import { isInNavigation } from './menu.js';
import type { Scan } from './scan.js';

/** A page with more of them is no question. */
const MAX_RADIOS = 12;
const MAX_QUESTIONS = 3;
const MAX_LABEL = 120;

/** An option of a list that stands open is pressed like a radio button. */
const SCRIPTED = '[role=radio], [role=listbox]:not([aria-multiselectable=true]) [role=option]';

interface Radio {
  readonly question: string;
  readonly view: LocalRadio;
}

/** The answers that a page offers as radio buttons, question by question: those of forms, and elements that scripts make such (WAI-ARIA 1.2, `radio`, `option`). */
export function radiosIn(scan: Scan): LocalRadio[][] {
  const all = [...ofForms(scan), ...ofScripts(scan)].filter(({ view }) => view.label !== '');
  const questions = new Map<string, LocalRadio[]>();
  for (const { question, view } of all) questions.set(question, [...(questions.get(question) ?? []), view]);
  const found = [...questions.values()].filter((answers) => answers.length > 1);
  return all.length > MAX_RADIOS || found.length > MAX_QUESTIONS ? [] : found;
}

const ofForms = (scan: Scan): Radio[] =>
  scan.choices
    .filter(({ element }) => element.type === 'radio' && !element.disabled)
    .map((choice) => ({ choice, drawn: drawnOf(scan, choice) }))
    .filter(({ drawn }) => scan.sight.isVisible(drawn))
    .map(({ choice: { element, label }, drawn }) => ({
      question: `${element.form === null ? '' : pinOf(element.form)} ${native(element, 'getAttribute')('name')}`,
      view: { ref: refOf(scan, drawn, label), label },
    }));

const ofScripts = (scan: Scan): Radio[] =>
  scan.roots
    .flatMap((root) => [...native(root, 'querySelectorAll')<HTMLElement>(SCRIPTED)])
    .filter((element) => !(element instanceof HTMLInputElement) && scan.sight.isVisible(element))
    .filter((element) => !isOffered(scan, element) && !isInNavigation(element))
    .map((element) => {
      const label = readText(element, MAX_LABEL) || choiceLabelOf(element);
      const box = native(element, 'closest')('[role=radiogroup], [role=listbox]') ?? composedParent(element);
      return { question: box === null ? '' : pinOf(box), view: { ref: refOf(scan, element, label), label } };
    });

/** What a field offers to those who type there is the field's, and a button or a link in an option is pressed by itself. */
const isOffered = (scan: Scan, element: Element): boolean =>
  native(element, 'getAttribute')('role') === 'option' &&
  (scan.fields.some(({ visible, element: field }) => visible && picksFromList(field)) ||
    scan.controls.some((control) => scan.contains(element, control.element)));
