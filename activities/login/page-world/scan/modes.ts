import type { LocalButton } from '../frame-view.js';
import type { Concept } from '../words/words.js';
import { choiceButton } from './choice-button.js';
import type { Choice, Group } from './model.js';
import type { Scan } from './scan.js';

const FOR_NEW: readonly Concept[] = ['signup', 'noAccount'];
const FOR_KNOWN: readonly Concept[] = ['haveAccount', 'login'];

/**
 * The radio button that makes a form of two uses a login: "I am new here" is chosen, this one says "I have an account". Null where a form has one use,
 * or is a login already. Sent as it is, the form would begin a sign-up.
 */
export function loginMode(scan: Scan, { choices }: Pick<Group, 'choices'>): Choice | null {
  const radios = choices.filter(({ element }) => element.type === 'radio');
  const chosen = radios.find(({ element, label }) => element.checked && isFor(scan, FOR_NEW, label));
  if (chosen === undefined || isFor(scan, FOR_KNOWN, chosen.label)) return null;
  return (
    radios.find(({ element, label }) => element.name === chosen.element.name && isFor(scan, FOR_KNOWN, label)) ?? null
  );
}

const isFor = (scan: Scan, concepts: readonly Concept[], label: string): boolean =>
  concepts.some((concept) => scan.says(concept, label));

/** Radio buttons that lead to the login, as what can be pressed. */
export function modeButtons(scan: Scan, groups: readonly Group[]): LocalButton[] {
  return groups
    .flatMap((group) => loginMode(scan, group) ?? [])
    .map((choice) => choiceButton(scan, choice, { kind: 'login_link', mfaType: null }));
}
