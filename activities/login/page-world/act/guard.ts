import type { Stopped } from '../agent.js';
import { listen } from '../dom/heard.js';
import { isAsRead } from '../dom/keypad.js';
import { native } from '../dom/native.js';
import { actionOf } from './action.js';
import { hidesText } from './focus.js';
import { KEYS, onKey } from './keys.js';
import { isEmptied } from './readiness.js';

/** What a press is made of, by pointer or by a key: stopping one of them does not stop the others. */
const PRESSES = [
  'pointerdown',
  'mousedown',
  'pointerup',
  'mouseup',
  'click',
  'auxclick',
  'touchstart',
  'touchend',
] as const;
/** Tells whether our listeners are still there: `document.open()` takes them away. Nothing else has its name. */
const PROBE = `probe-${Math.random()}`;

/** What a press may hit. */
interface Expected {
  /** Null where no element may be hit: Enter in a form without a button. */
  readonly element: Element | null;
  /** Origins that a form may be sent to; null where that makes no difference. */
  readonly origins: readonly string[] | null;
}

let expected: Expected | null = null;
let stopped: Stopped | null = null;
/** What the press began on. */
let begun: Element | null = null;
let isThere = false;

/** Listens for presses and keys before any script of the page can: on the window, in its capturing phase, from the start of the document on. */
export function standGuard(): void {
  for (const kind of PRESSES) window.addEventListener(kind, onPress, { capture: true, passive: false });
  for (const kind of KEYS) window.addEventListener(kind, onKey, { capture: true });
  window.addEventListener('submit', onSubmit, { capture: true });
  window.addEventListener('submit', onUnheard);
  window.addEventListener(PROBE, onProbe, { capture: true });
}

/** Listens again where the page has taken our listeners away. */
export function keepGuard(): void {
  isThere = false;
  window.dispatchEvent(new Event(PROBE));
  if (!isThere) standGuard();
}

/** From now on a press is stopped that hits anything else. */
export function expectPress(element: Element | null, origins: readonly string[] | null): void {
  keepGuard();
  expected = { element, origins };
  stopped = null;
  begun = null;
  // What is said from here on may be the answer.
  if (origins !== null) listen();
}

/** Ends it. @returns why a press was stopped; null where none was */
export function endPress(): Stopped | null {
  expected = null;
  return stopped;
}

const onProbe = (event: Event): void => {
  isThere = true;
  event.stopImmediatePropagation();
};

export const beganOn = (element: Element): boolean => begun === element;

/** A script may click what it likes: that is its own act. A browser's press is ours. What began wrong is stopped as a whole. */
const onPress = (event: Event): void => {
  if (expected === null || !event.isTrusted) return;
  const { element } = expected;
  const isFirst = begun === null && stopped === null;
  if (stopped !== null || !hits(event, element) || (isFirst && element !== null && !isAsRead(element))) stop(event);
  // As the press begins, and before the page hears of it: from then on it may empty them as it likes.
  else if (isFirst && event.type !== 'click' && expected.origins !== null && isEmptied()) stop(event, 'emptied');
  else if (isFirst) begun = element;
};

function hits(event: Event, element: Element | null): boolean {
  if (element === null) return false;
  // The browser hands a click on a label on to its field, which can stand elsewhere.
  const { labels, control } = element as HTMLInputElement & Pick<HTMLLabelElement, 'control'>;
  const same: readonly (EventTarget | null)[] = [element, ...(labels ?? []), control ?? element];
  return event.composedPath().some((target) => same.includes(target));
}

const onSubmit = (event: SubmitEvent): void => {
  if (expected?.origins && leadsElsewhere(event, expected.origins)) stop(event);
};

function leadsElsewhere({ submitter, target }: SubmitEvent, origins: readonly string[]): boolean {
  const action = actionOf(submitter ?? (target as Element));
  return action !== null && ![self.origin, ...origins].includes(new URL(action).origin);
}

/**
 * After all scripts of the page: a form that is sent in an address, to where one of them has just changed it to; one that is posted is stopped on the
 * wire. Or with a password, for none of them handles it: either the page does not listen yet, or it must not be sent at all.
 */
const onUnheard = (event: SubmitEvent): void => {
  const form = event.target;
  if (expected === null || expected.origins === null || event.defaultPrevented) return;
  if (!(form instanceof HTMLFormElement) || isScript(form, event.submitter)) return;
  if (!isSentInAddress(form, event.submitter)) return;
  if (leadsElsewhere(event, expected.origins)) stop(event);
  else if (holdsPassword(form)) stop(event, 'insecure');
};

/** `action="javascript:..."` is a way of the page to handle it. */
function isScript(form: HTMLFormElement, submitter: HTMLElement | null): boolean {
  const written = submitter?.getAttribute('formaction') ?? native(form, 'getAttribute')('action') ?? '';
  return /^\s*javascript:/i.test(written);
}

const isSentInAddress = (form: HTMLFormElement, submitter: HTMLElement | null): boolean =>
  ((submitter && native(submitter, 'getAttribute')('formmethod')) ?? native(form, 'method')).toLowerCase() === 'get';

const holdsPassword = (form: HTMLFormElement): boolean =>
  [...native(form, 'elements')].some((one) => one instanceof HTMLInputElement && one.value !== '' && hidesText(one));

function stop(event: Event, why: Stopped = 'elsewhere'): void {
  event.preventDefault();
  event.stopImmediatePropagation();
  stopped ??= why;
}
