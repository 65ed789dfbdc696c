import { boxOf } from './act/box.js';
import { find } from './act/find.js';
import { hasFocus, reach, takeFocus, typedInto, wake } from './act/focus.js';
import { beganOn, endPress, expectPress, keepGuard, standGuard } from './act/guard.js';
import { fieldsBeside, inspect, passwordBeside } from './act/inspect.js';
import { keypadChanged, readKeypad } from './act/keypad.js';
import { endKeys, expectKeys } from './act/keys.js';
import { clickPoint, notePlace } from './act/point.js';
import { readiness } from './act/readiness.js';
import { requestSubmit } from './act/send.js';
import { chooseValue, holdsText, insertCode, insertText, isSameKind } from './act/write.js';
import type { Agent, Point } from './agent.js';
import { offerFor } from './dom/combobox.js';
import { pinned, pinOf } from './dom/pins.js';
import { glance, kept, look, lookIfStill, read } from './look.js';

// Before any script of the page can.
standGuard();

/** Answers for the document that this runs in. */
export const agent: Agent = {
  read,
  glance,
  look,
  lookIfStill,
  kept,
  inspect,
  pin(named) {
    const element = find(named);
    if (element === null) return null;
    notePlace(element);
    return pinOf(element);
  },
  element: pinned,
  insertText: (pin, text, secret) => on(pin, (element) => insertText(element, text, secret)) ?? 'gone',
  offerFor(pin, text) {
    const offer = on(pin, (element) => offerFor(element, text));
    return offer === null ? null : pinOf(offer);
  },
  chooseValue: (pin, value) => on(pin, (element) => chooseValue(element, value)) ?? 'gone',
  readKeypad,
  keypadChanged,
  beganOn: (pin) => on(pin, beganOn) ?? false,
  insertCode(pins, code, at) {
    const boxes = pins.map(pinned).filter((box) => box !== null);
    return boxes.length < pins.length ? 'gone' : insertCode(boxes, code, at);
  },
  async wake(pins) {
    let isOther = false;
    for (const pin of pins) isOther = ((await on(pin, wake)) ?? false) || isOther;
    return isOther;
  },
  takeKeys: (pin, secret) => on(pin, (element) => takeKeys(element, secret)) ?? false,
  endKeys,
  hasFocus: (pin, secret) => on(pin, (element) => hasFocus(element, secret)) ?? false,
  holdsText: (pin, text) => on(pin, (element) => holdsText(element, text)) ?? false,
  takeFocus: (pin) => on(pin, (element) => takeFocus(typedInto(element))) ?? false,
  isSameKind(one, other) {
    const [first, second] = [pinned(one), pinned(other)];
    return first !== null && second !== null && isSameKind(first, second);
  },
  boxes: (pins) => pins.map((pin) => on(pin, boxOf)),
  passwordBeside: (pin) => passwordBeside(pinned(pin)),
  fieldsBeside: (pin) => fieldsBeside(pinned(pin)),
  readiness,
  leave: (pin) => void on(pin, (element) => typedInto(element).blur()),
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

function takeKeys(element: Element, secret: boolean): boolean {
  if (reach(element, secret) === null) return false;
  keepGuard();
  expectKeys(element);
  return true;
}

/** A released element gets the same answer as one that is gone. */
function on<T>(pin: string, work: (element: Element) => T): T | null {
  const element = pinned(pin);
  return element === null ? null : work(element);
}
