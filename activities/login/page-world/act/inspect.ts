import { pinOf } from '../dom/pins.js';
import { plain } from '../dom/plain.js';
import { find, type NamedElement } from './find.js';

/** What stands against typing into an element, or `ok`. */
export type TargetState = 'ok' | 'gone' | 'hidden' | 'covered' | 'disabled' | 'not_password';

export interface TargetFacts {
  /** The element from here on: another one in its place is not it. */
  readonly pin: string;
  readonly state: TargetState;
  /** Origin of the element's document as the browser sees it; `null` for sandboxed and data: documents. */
  readonly origin: string;
  /** Absolute address that the form posts to; null when scripts handle it. */
  readonly action: string | null;
}

export interface FormToInspect {
  /** For each field its elements, and whether only a password input will do. */
  readonly fields: readonly { readonly elements: readonly NamedElement[]; readonly secret: boolean }[];
  readonly submit: NamedElement | null;
  readonly remember: NamedElement | null;
}

export interface FormFacts {
  /** Null for an element that is not there. */
  readonly fields: readonly (readonly (TargetFacts | null)[])[];
  readonly submit: TargetFacts | null;
  readonly remember: { readonly pin: string; readonly checked: boolean } | null;
  /** Whether the form has a password field, and whether it can be seen. */
  readonly password: 'none' | 'hidden' | 'shown';
}

/** Pins the elements of a form and tells what stands against filling it. */
export function inspect({ fields, submit, remember }: FormToInspect): FormFacts {
  const facts = (named: NamedElement, secret: boolean): TargetFacts | null => {
    const element = find(named);
    return element === null ? null : factsOf(element, secret);
  };
  const box = remember === null ? null : find(remember);
  const first = fields[0]?.elements[0];
  return {
    fields: fields.map(({ elements, secret }) => elements.map((element) => facts(element, secret))),
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

function actionOf(element: Element): string | null {
  const { form } = element as HTMLInputElement;
  const attribute = form ? plain(form, 'getAttribute')('action') : null;
  const written =
    element.getAttribute('formaction') ?? (attribute !== null && attribute.trim() !== '' ? attribute : null);
  if (written === null) return null;
  const url = new URL(written, document.baseURI);
  return url.protocol === 'javascript:' ? null : url.href;
}

/** Where a person would click into a field, the middle first: what lies over a part of it leaves it usable. */
const SPOTS = [
  [0.5, 0.5],
  [0.5, 0.15],
  [0.5, 0.85],
  [0.1, 0.5],
  [0.9, 0.5],
] as const;

function stateOf(element: Element, secret: boolean): TargetState {
  const input = element as HTMLInputElement;
  if (!element.isConnected) return 'gone';
  if (secret && !(element instanceof HTMLInputElement && element.type === 'password')) return 'not_password';
  if (input.matches(':disabled') || input.readOnly === true) return 'disabled';
  const shown = element.checkVisibility({
    opacityProperty: true,
    visibilityProperty: true,
    contentVisibilityAuto: true,
  });
  element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
  const box = element.getBoundingClientRect();
  if (!shown || box.width < 2 || box.height < 2) return 'hidden';
  const spots = SPOTS.map(([x, y]) => [box.left + box.width * x, box.top + box.height * y] as const);
  const [middle] = spots as [readonly [number, number]];
  if (!isOnScreen(middle)) return 'hidden';
  return spots.some((spot) => isOnScreen(spot) && isReached(element, spot)) ? 'ok' : 'covered';
}

const isOnScreen = ([x, y]: readonly [number, number]): boolean =>
  x >= 0 && y >= 0 && x <= innerWidth && y <= innerHeight;

/** Whether a click there gets to the element. */
function isReached(element: Element, [x, y]: readonly [number, number]): boolean {
  const root = element.getRootNode() as Document | ShadowRoot;
  const top = root.elementFromPoint(x, y);
  if (top === null) return false;
  if (top === element || element.contains(top) || top.contains(element)) return true;
  // A floating label or an icon lies over its field; a banner or a foreign frame belongs to something else.
  const group =
    element.closest('form, [role="dialog"], dialog, fieldset, label') ?? element.parentElement?.parentElement;
  return top.tagName !== 'IFRAME' && !!group && plain(group, 'contains')(top);
}

export function passwordBeside(element: Element | null): 'none' | 'hidden' | 'shown' {
  const within = (element as HTMLInputElement | null)?.form ?? element?.closest('dialog, [role="dialog"]');
  return within ? passwordIn(within) : 'none';
}

/** Whether there is a password field, and whether it can be seen. One that can't be filled asks for a password all the same. */
export function passwordIn(within: Element | Document): 'none' | 'hidden' | 'shown' {
  const passwords = [...plain(within, 'querySelectorAll')('input[type="password"]')];
  if (passwords.length === 0) return 'none';
  const shown = passwords.some((input) => input.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
  return shown ? 'shown' : 'hidden';
}

function isChecked(element: Element): boolean {
  return (element as HTMLInputElement).checked === true || element.getAttribute('aria-checked') === 'true';
}
