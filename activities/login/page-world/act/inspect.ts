import type { FormFacts, FormToInspect, NamedElement, PasswordPresence, TargetFacts, TargetState } from '../agent.js';
import { isWritableAwake } from '../dom/awake.js';
import { opensList } from '../dom/combobox.js';
import { isDrawnByOthers } from '../dom/drawn.js';
import { native } from '../dom/native.js';
import { pinOf } from '../dom/pins.js';
import { actionOf } from './action.js';
import { find } from './find.js';
import { hidesText, reach } from './focus.js';

/** Pins the elements of a form and tells what prevents filling it. */
export function inspect({ fields, submit, remember }: FormToInspect): FormFacts {
  const facts = (named: NamedElement, secret: boolean): TargetFacts | null => {
    const element = find(named);
    return element === null ? null : factsOf(element, secret);
  };
  const keypad = (named: NamedElement): TargetFacts | null => {
    const element = find(named);
    return element === null ? null : keypadFacts(element);
  };
  const box = remember === null ? null : find(remember);
  const first = fields[0]?.elements[0];
  return {
    fields: fields.map((field) =>
      field.elements.map((element) => (field.keypad ? keypad(element) : facts(element, field.secret))),
    ),
    submit: submit === null ? null : facts(submit, false),
    remember: box === null ? null : { pin: pinOf(box), checked: isChecked(box) },
    password: first === undefined ? 'none' : passwordBeside(find(first)),
  };
}

function factsOf(element: Element, secret: boolean): TargetFacts {
  const { origin } = self;
  const pin = pinOf(element);
  try {
    return { pin, state: stateOf(element, secret), origin, action: actionOf(element) };
  } catch {
    return { pin, state: 'gone', origin, action: null };
  }
}

/** Of what holds the keys. Whether each of them can be pressed is seen when it is. */
function keypadFacts(element: Element): TargetFacts {
  const form = native(element, 'closest')('form');
  const isShown = element.isConnected && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const action = form === null ? null : actionOf(form);
  return { pin: pinOf(element), state: isShown ? 'ok' : 'hidden', origin: self.origin, action };
}

type Spot = readonly [x: number, y: number];
/** Points of a field to try a click at, as shares of its size: something that covers its middle leaves it usable. */
const MIDDLE: Spot = [0.5, 0.5];
const OTHER_SPOTS: readonly Spot[] = [
  [0.5, 0.15],
  [0.5, 0.85],
  [0.1, 0.5],
  [0.9, 0.5],
];

function stateOf(element: Element, secret: boolean): TargetState {
  const input = element as HTMLInputElement;
  if (!element.isConnected) return 'gone';
  if (secret && !hidesText(element)) {
    // Some hide what is typed, or hand the focus on to a field that does, only while they have it.
    const awake = reach(element, true);
    if (awake === null) return 'not_password';
    if (awake !== element) return stateOf(awake, true);
  }
  const isHeld = input.readOnly === true && !isWritableAwake(element) && !opensList(element);
  if (input.matches(':disabled') || isHeld) return 'disabled';
  element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
  const shown =
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) ||
    isDrawnByOthers(element);
  const box = element.getBoundingClientRect();
  if (!shown || box.width < 2 || box.height < 2) return 'hidden';
  const at = ([x, y]: Spot): Spot => [box.left + box.width * x, box.top + box.height * y];
  const [middle, elsewhere] = [at(MIDDLE), OTHER_SPOTS.map(at)];
  if (!isOnScreen(middle)) return 'hidden';
  return [middle, ...elsewhere].some((spot) => isOnScreen(spot) && isReached(element, spot)) ? 'ok' : 'covered';
}

const isOnScreen = ([x, y]: Spot): boolean => x >= 0 && y >= 0 && x <= innerWidth && y <= innerHeight;

/** Whether a click there gets to the element. */
function isReached(element: Element, [x, y]: Spot): boolean {
  const root = element.getRootNode() as Document | ShadowRoot;
  const top = root.elementFromPoint(x, y);
  if (top === null) return false;
  if (top === element || element.contains(top) || top.contains(element)) return true;
  // A floating label or an icon lies over its field; a banner or a foreign frame belongs to something else.
  const group =
    element.closest('form, [role="dialog"], dialog, fieldset, label') ?? element.parentElement?.parentElement;
  return top.tagName !== 'IFRAME' && !!group && native(group, 'contains')(top);
}

export function passwordBeside(element: Element | null): PasswordPresence {
  const within = roomOf(element);
  return within === null ? 'none' : passwordIn(within);
}

const roomOf = (element: Element | null): Element | null =>
  (element as HTMLInputElement | null)?.form ?? element?.closest('dialog, [role="dialog"]') ?? null;

const PRESSED = ['hidden', 'checkbox', 'radio', 'submit', 'button', 'image', 'reset', 'file'];
const TYPED = `input:not(${PRESSED.map((type) => `[type=${type}]`).join(', ')}), select, textarea`;

/** How many fields of its form can be seen, or of the page where it is in none. */
export const fieldsBeside = (element: Element | null): number =>
  [...native(roomOf(element) ?? document, 'querySelectorAll')(TYPED)].filter((field) =>
    field.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
  ).length;

/** Whether there is a password field, and whether it can be seen. A disabled one still counts. */
export function passwordIn(within: Element | Document): PasswordPresence {
  const passwords = [...native(within, 'querySelectorAll')('input[type="password"]')];
  if (passwords.length === 0) return 'none';
  const shown = passwords.some((input) => input.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
  return shown ? 'shown' : 'hidden';
}

function isChecked(element: Element): boolean {
  return (element as HTMLInputElement).checked === true || element.getAttribute('aria-checked') === 'true';
}
