import type { LocalButton } from '../frame-view.js';
import { controlRef } from './field-view.js';
import type { Choice, Control } from './model.js';
import type { Scan } from './scan.js';

/** What a person sees and presses of a box or radio button: where only its label is drawn, that. */
export const drawnOf = (scan: Scan, { element }: Pick<Choice, 'element'>): HTMLElement =>
  scan.sight.isVisible(element) ? element : (element.labels?.[0] ?? element);

/** A box or radio button as what can be pressed. */
export function asControl(scan: Scan, choice: Choice): Control {
  const { order, label, developer } = choice;
  const element = drawnOf(scan, choice);
  return { element, order, label, developer, submits: false, link: false, href: '', disabled: false };
}

/** A radio button as a button: pressing it chooses it. */
export const choiceButton = (
  scan: Scan,
  choice: Choice,
  { kind, mfaType }: Pick<LocalButton, 'kind' | 'mfaType'>,
): LocalButton => ({
  ref: controlRef(scan, asControl(scan, choice)),
  label: choice.label,
  kind,
  provider: null,
  mfaType,
  cookies: null,
  framed: false,
  link: false,
  scripted: false,
  elsewhere: null,
  leadsAway: false,
  switchesAccount: false,
  opensAccount: false,
  beside: null,
});
