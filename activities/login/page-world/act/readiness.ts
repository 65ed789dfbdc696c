import type { Readiness } from '../agent.js';
import { now } from '../dom/builtins.js';
import { heldBy } from '../dom/editable-line.js';
import { pinned, pinOf } from '../dom/pins.js';
import { actionOf, defaultButtonOf } from './action.js';
import { hidesText, typedInto } from './focus.js';
import { canBePressed, invalidMessage } from './send.js';
import { holdsText } from './write.js';

/** The fields that were not empty when it was last looked whether their form can be sent. */
let filled: readonly WeakRef<Element>[] = [];

/** Whether the page has emptied one of them since, as a script does that comes to life. */
export const isEmptied = (): boolean =>
  filled.some((one) => {
    const element = one.deref();
    return element?.isConnected && isEmpty(element);
  });

const isEmpty = (element: Element): boolean => heldBy(typedInto(element)) === '';

/** What stands against sending a form. */
export function readiness(
  pins: readonly string[],
  texts: readonly (string | null)[],
  submit: string | null,
): Readiness {
  const elements = pins.map(pinned);
  filled = elements.flatMap((element, at) =>
    element === null || texts[at] === null || isEmpty(element) ? [] : [new WeakRef(element)],
  );
  const button = submit === null ? null : pinned(submit);
  const invalid = elements.flatMap((element, at) => {
    const words = element === null ? null : invalidMessage(element);
    return words === null ? [] : [{ at, words }];
  });
  const last = elements.at(-1) ?? null;
  const byDefault = last === null ? null : defaultButtonOf(last);
  const senders = [...elements, button].filter((element) => element !== null);
  return {
    waking: isWaking(),
    lost: [...elements.keys()].filter((at) => !isKept(elements[at] ?? null, texts[at] ?? null)),
    invalid: invalid[0] ?? null,
    pressable: button !== null && canBePressed(button),
    actions: senders.flatMap((element) => actionOf(element) ?? []),
    byDefault: byDefault === null ? null : { pin: pinOf(byDefault), action: actionOf(byDefault) },
  };
}

/** A page may write what can be seen in a way of its own. */
function isKept(element: Element | null, text: string | null): boolean {
  if (text === null) return true;
  if (element === null) return false;
  const input = typedInto(element);
  return holdsText(element, text) || (input.isConnected && !hidesText(input) && heldBy(input) !== '');
}

/** A script that takes longer is a third party's, or never comes. */
const PATIENCE_MS = 10_000;

/** Whether a document that is still loading waits for a script: what was loaded is in the list of its resources, failed or not. */
function isWaking(): boolean {
  if (document.readyState === 'complete' || now() > PATIENCE_MS) return false;
  const loaded = new Set(performance.getEntriesByType('resource').map(({ name }) => name));
  return document.readyState === 'loading' || [...document.scripts].some(({ src }) => src !== '' && !loaded.has(src));
}
