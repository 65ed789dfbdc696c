import { native } from '../dom/native.js';
import { pinOf } from '../dom/pins.js';
import { readText } from '../dom/read-text.js';
import { ancestors } from '../dom/tree.js';
import type { LocalField } from '../frame-view.js';
import { slug } from '../words/text.js';
import { bareField } from './bare.js';
import { drawnOf } from './choice-button.js';
import type { CompleteForm } from './complete-form.js';
import { cssPathOf, signatureOf } from './css-path.js';
import { LOGINS } from './form-classes.js';
import { labelOf } from './label.js';
import type { Choice, FieldElement } from './model.js';
import { loginMode } from './modes.js';
import type { Scan } from './scan.js';

const MAX_OPTIONS = 12;
const MAX_LABEL = 120;
const BOXES = 'fieldset, [role=radiogroup]';

/** The radio buttons of a login, as fields to choose in: "Student / Teacher". A choice that the page makes is left as it is where nobody has stored or said another one. */
export function radioFieldsOf(scan: Scan, { group, parts }: CompleteForm): LocalField[] {
  if (!LOGINS.has(parts.class) || loginMode(scan, group) !== null) return [];
  const questions = new Map<string, Choice[]>();
  for (const choice of group.choices) {
    const { element, label } = choice;
    const isOne = element.type === 'radio' && !element.disabled && label !== '' && (element.labels?.length ?? 0) > 0;
    if (!isOne || !scan.sight.isVisible(drawnOf(scan, choice))) continue;
    const name = native(element, 'name');
    questions.set(name, [...(questions.get(name) ?? []), choice]);
  }
  return [...questions.values()].flatMap((choices) => fieldOf(scan, choices) ?? []);
}

function fieldOf(scan: Scan, choices: readonly Choice[]): LocalField | null {
  const [first] = choices;
  const options = [...new Set(choices.map(({ label }) => label))];
  if (first === undefined || options.length < 2 || options.length > MAX_OPTIONS) return null;
  if (options.length < choices.length) return null;
  const isChosen = choices.some(({ element }) => element.checked);
  if (options.every((option) => scan.saysOnly('languageName', option))) return null;
  const box = [...ancestors(first.element)].find((at) => choices.every(({ element }) => scan.contains(at, element)));
  if (!(box instanceof HTMLElement)) return null;
  const label = questionOver(box, options) || options.join(' / ');
  return {
    ...bareField(),
    ref: { css: cssPathOf(box, scan.selectors), signature: signatureOf(box, label), pin: pinOf(box) },
    role: 'custom',
    name: slug(label) || 'choice',
    type: 'text',
    label,
    required: !isChosen,
    filled: isChosen,
    inputType: 'radios',
    options: options.map((option) => ({ value: option, label: option })),
  };
}

/** What stands over the answers: the legend of their box, its label, or the text right before it. */
function questionOver(box: HTMLElement, options: readonly string[]): string {
  const outer = native(box, 'closest')<HTMLElement>(BOXES) ?? box;
  const legend = native(outer, 'querySelector')('legend');
  if (legend !== null) return readText(legend, MAX_LABEL).replace(/[\s:*]+$/, '');
  const { label } = labelOf((outer.contains(box) ? outer : box) as unknown as FieldElement);
  return options.some((option) => label.includes(option)) ? '' : label;
}
