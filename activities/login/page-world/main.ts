import { find } from './act/find.js';
import { inspect, passwordBeside } from './act/inspect.js';
import { clickPoint, notePlace } from './act/point.js';
import { canBePressed, invalidMessage } from './act/send.js';
import { chooseValue, insertText, isSameKind, takeFocus } from './act/write.js';
import type { Agent } from './agent.js';
import { pinned, pinOf } from './dom/pins.js';
import { glance, look, lookIfStill, read } from './look.js';

/** Answers for the document that this runs in. */
export const agent: Agent = {
  read,
  glance,
  look,
  lookIfStill,
  inspect,
  pin(named) {
    const element = find(named);
    if (element === null) return null;
    notePlace(element);
    return pinOf(element);
  },
  element: pinned,
  insertText: (pin, text, secret) => on(pin, (element) => insertText(element, text, secret)) ?? 'gone',
  chooseValue: (pin, value) => on(pin, (element) => chooseValue(element, value)) ?? 'gone',
  takeFocus: (pin) => on(pin, takeFocus) ?? false,
  isSameKind(one, other) {
    const [first, second] = [pinned(one), pinned(other)];
    return first !== null && second !== null && isSameKind(first, second);
  },
  passwordBeside: (pin) => passwordBeside(pinned(pin)),
  readiness(pins, submit) {
    const invalid = pins.flatMap((pin, at) => {
      const words = on(pin, invalidMessage);
      return words === null ? [] : [{ at, words }];
    });
    return {
      invalid: invalid[0] ?? null,
      pressable: submit !== null && (on(submit, canBePressed) ?? false),
    };
  },
  clickPoint: (pin, tries) => on(pin, (element) => clickPoint(element, tries)),
};

/** A released element gets the same answer as one that is gone. */
function on<T>(pin: string, work: (element: Element) => T): T | null {
  const element = pinned(pin);
  return element === null ? null : work(element);
}
