import { actionOf, defaultButtonOf } from './act/action.js';
import { boxOf } from './act/box.js';
import { find } from './act/find.js';
import { endPress, expectPress, standGuard } from './act/guard.js';
import { inspect, passwordBeside } from './act/inspect.js';
import { clickPoint, notePlace } from './act/point.js';
import { canBePressed, invalidMessage, requestSubmit } from './act/send.js';
import {
  chooseValue,
  hasFocus,
  holdsText,
  insertCharacter,
  insertText,
  isSameKind,
  takeFocus,
  takeFocusFor,
} from './act/write.js';
import type { Agent, Point } from './agent.js';
import { pinned, pinOf } from './dom/pins.js';
import { glance, look, lookIfStill, read } from './look.js';

// Before any script of the page can.
standGuard();

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
  insertCharacter: (pin, character) => on(pin, (element) => insertCharacter(element, character)) ?? 'gone',
  takeKeys: (pin, secret) => on(pin, (element) => takeFocusFor(element, secret)) ?? false,
  hasFocus: (pin, secret) => on(pin, (element) => hasFocus(element, secret)) ?? false,
  holdsText: (pin, text) => on(pin, (element) => holdsText(element, text)) ?? false,
  takeFocus: (pin) => on(pin, takeFocus) ?? false,
  isSameKind(one, other) {
    const [first, second] = [pinned(one), pinned(other)];
    return first !== null && second !== null && isSameKind(first, second);
  },
  boxes: (pins) => pins.map((pin) => on(pin, boxOf)),
  passwordBeside: (pin) => passwordBeside(pinned(pin)),
  readiness(pins, submit) {
    const invalid = pins.flatMap((pin, at) => {
      const words = on(pin, invalidMessage);
      return words === null ? [] : [{ at, words }];
    });
    const last = pinned(pins.at(-1) ?? '');
    const button = last === null ? null : defaultButtonOf(last);
    return {
      invalid: invalid[0] ?? null,
      pressable: submit !== null && (on(submit, canBePressed) ?? false),
      actions: [...pins, ...(submit === null ? [] : [submit])].flatMap((pin) => on(pin, actionOf) ?? []),
      byDefault: button === null ? null : { pin: pinOf(button), action: actionOf(button) },
    };
  },
  clickPoint: (pin, tries, origins) => on(pin, (element) => aim(element, tries, origins)),
  expectPress: (pin, origins) => expectPress(pin === null ? null : pinned(pin), origins),
  endPress,
  requestSubmit: (pin) => on(pin, requestSubmit) ?? false,
};

async function aim(element: Element, tries: number, origins: readonly string[] | null): Promise<Point | null> {
  const point = await clickPoint(element, tries);
  if (point !== null) expectPress(element, origins);
  return point;
}

/** A released element gets the same answer as one that is gone. */
function on<T>(pin: string, work: (element: Element) => T): T | null {
  const element = pinned(pin);
  return element === null ? null : work(element);
}
