import { find, type NamedElement } from './act/find.js';
import { inspect, passwordBeside } from './act/inspect.js';
import { clickPoint, notePlace, type Point } from './act/point.js';
import { canBePressed, invalidMessage } from './act/send.js';
import { chooseValue, insertText, isSameKind, takeFocus, type Written } from './act/write.js';
import { pinned, pinOf } from './dom/pins.js';
import { glance, look, lookIfStill, read } from './look.js';

/** What can be asked of a document. Answers words, never a value; elements go by the pins that `inspect` and `pin` gave them. */
export const agent = {
  read,
  glance,
  look,
  lookIfStill,
  inspect,
  pin(named: NamedElement): string | null {
    const element = find(named);
    if (element === null) return null;
    notePlace(element);
    return pinOf(element);
  },
  element: pinned,
  /** @param secret whether only a password input will do */
  insertText: (pin: string, text: string, secret: boolean): Promise<Written> | Written =>
    on(pin, (element) => insertText(element, text, secret)) ?? 'gone',
  chooseValue: (pin: string, value: string): Written => on(pin, (element) => chooseValue(element, value)) ?? 'gone',
  takeFocus: (pin: string): boolean => on(pin, takeFocus) ?? false,
  isSameKind(one: string, other: string): boolean {
    const [first, second] = [pinned(one), pinned(other)];
    return first !== null && second !== null && isSameKind(first, second);
  },
  passwordBeside: (pin: string): ReturnType<typeof passwordBeside> => passwordBeside(pinned(pin)),
  /** What the browser would not send, by its place among the elements; and whether the button could be pressed. */
  readiness(pins: readonly string[], submit: string | null): Readiness {
    const words = pins.map((pin) => on(pin, invalidMessage) ?? null);
    const at = words.findIndex((message) => message !== null);
    return {
      invalid: at === -1 ? null : { at, words: words[at] as string },
      pressable: submit !== null && (on(submit, canBePressed) ?? false),
    };
  },
  clickPoint: (pin: string, tries: number): Promise<Point | null> | null =>
    on(pin, (element) => clickPoint(element, tries)),
};

export type Agent = typeof agent;

export interface Readiness {
  readonly invalid: { readonly at: number; readonly words: string } | null;
  readonly pressable: boolean;
}

/** An element that was let go is answered like one that is gone. */
function on<T>(pin: string, work: (element: Element) => T): T | null {
  const element = pinned(pin);
  return element === null ? null : work(element);
}
