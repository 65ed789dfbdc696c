import { actionOf } from './action.js';

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
let stopped = false;
let isThere = false;

/** Listens for presses before any script of the page can: on the window, in its capturing phase, from the start of the document on. */
export function standGuard(): void {
  for (const kind of PRESSES) window.addEventListener(kind, onPress, { capture: true, passive: false });
  window.addEventListener('submit', onSubmit, { capture: true });
  window.addEventListener(PROBE, onProbe, { capture: true });
}

/** From now on a press is stopped that hits anything else. */
export function expectPress(element: Element | null, origins: readonly string[] | null): void {
  isThere = false;
  window.dispatchEvent(new Event(PROBE));
  if (!isThere) standGuard();
  expected = { element, origins };
  stopped = false;
}

/** Ends it. @returns whether a press was stopped */
export function endPress(): boolean {
  expected = null;
  return stopped;
}

const onProbe = (event: Event): void => {
  isThere = true;
  event.stopImmediatePropagation();
};

/** A script may click what it likes: that is its own act. A browser's press is ours. */
const onPress = (event: Event): void => {
  if (expected !== null && event.isTrusted && !hits(event, expected.element)) stop(event);
};

function hits(event: Event, element: Element | null): boolean {
  if (element === null) return false;
  const labels: readonly EventTarget[] = [...((element as HTMLInputElement).labels ?? [])];
  return event.composedPath().some((target) => target === element || labels.includes(target));
}

const onSubmit = (event: SubmitEvent): void => {
  if (expected === null || expected.origins === null) return;
  const action = actionOf(event.submitter ?? (event.target as Element));
  if (action !== null && ![self.origin, ...expected.origins].includes(new URL(action).origin)) stop(event);
};

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
  stopped = true;
}
