import type { FrameView } from './frame-view.js';
import type { ProposedForm } from './proposal.js';

export type { FrameView, LocalButton, LocalForm, LocalRef } from './frame-view.js';
export type { ProposedField, ProposedForm, SelectorPath } from './proposal.js';

/**
 * What can be asked of a document. It returns facts, never a value of a field; elements are named by the pins that `inspect` and `pin`
 * gave them. The rest of the engine knows the code in pages by these types only. They don't use the DOM, so that no element of the page
 * can leave it by mistake.
 */
export interface Agent {
  /** Reads the document: which forms it shows, and what else there is to a login. */
  read(reading: Reading): FrameView;
  glance(): Glance;
  look(reading: Reading): Look;
  /** Reads a document only if it no longer changes by itself. */
  lookIfStill(reading: Reading): Look | Glance;
  kept(): Promise<Kept>;
  /** Pins the elements of a form and tells what prevents filling it. */
  inspect(form: FormToInspect): FormFacts;
  /** Null where the element is not there. */
  pin(named: NamedElement): string | null;
  /** The DOM element itself, for callers that hold handles into the document. */
  element(pin: string): object | null;
  /** @param secret whether only a password input will do */
  insertText(pin: string, text: string, secret: boolean): Promise<Written> | Written;
  /** The value that a list offers for what was typed to search it; null where there is none, or more than one. */
  offerFor(pin: string, text: string): string | null;
  chooseValue(pin: string, value: string): Written;
  /** Pins of the keys of a keypad as they are now, in the order of their digits; null where there are no ten that can be read. */
  readKeypad(named: NamedElement): string[] | null;
  /** Whether anything around the keys is different since they were read. */
  keypadChanged(named: NamedElement): boolean;
  /** Whether the last press began on the element, whatever happened then. */
  beganOn(pin: string): boolean;
  /**
   * One character of a code into its box; into a first box that takes all of them, the whole code.
   * @param at index of the box
   * @returns `all` where the boxes hold all of it then
   */
  insertCode(pins: readonly string[], code: string, at: number): Promise<Written | 'all'> | Written;
  /** Gives fields the focus for a moment, to see what they are then. @returns whether one turned out to be something else */
  wake(pins: readonly string[]): Promise<boolean>;
  /** Focuses a field that keys are to be pressed in, and selects what it holds. False where it does not get the focus. No key reaches anything else until `endKeys`. */
  takeKeys(pin: string, secret: boolean): boolean;
  /** @returns whether a key would have reached something else since */
  endKeys(): boolean;
  /** Whether a key that is pressed now goes to the element. */
  hasFocus(pin: string, secret: boolean): boolean;
  holdsText(pin: string, text: string): boolean;
  /** False where the element does not get the focus. */
  takeFocus(pin: string): boolean;
  isSameKind(one: string, other: string): boolean;
  passwordBeside(pin: string): PasswordPresence;
  fieldsBeside(pin: string): number;
  /** Where in the document the elements are; null for one that takes no room or is gone. */
  boxes(pins: readonly string[]): (Box | null)[];
  /**
   * What stands against sending a form: whether the page holds what was typed, what the browser would not send, whether the button could be
   * pressed.
   * @param texts of the elements; null for one that is not compared
   */
  readiness(pins: readonly string[], texts: readonly (string | null)[], submit: string | null): Readiness;
  /** Takes the focus away from a field, as somebody who is done with it. */
  leave(pin: string): void;
  /**
   * Where in the window a click reaches the element; null where something else would get it, or while it moves. Where there is a point, a
   * press is stopped from then on that hits anything else, until `endPress`.
   * @param tries how often it was asked for so far
   * @param origins that the press may send a form to; null where it makes no difference
   */
  clickPoint(pin: string, tries: number, origins: readonly string[] | null): Promise<Point | null> | null;
  /** Stops a press that hits anything but the element, or anything at all where that is null. */
  expectPress(pin: string | null, origins: readonly string[]): void;
  /** Why a press was stopped since, null where none was; ends it. */
  endPress(): Stopped | null;
  /** Sends the form of a button as if it had been pressed, without a click. False where the element is no submit button of a form. */
  requestSubmit(pin: string): boolean;
}

/** Input of a read. */
export interface Reading {
  /** Forms that recipes describe for this document. */
  readonly forms: readonly ProposedForm[];
  /** Paths that pages of the login led everybody to; see read/beside.ts. */
  readonly everybody: readonly string[];
  /** Phrases in non-Latin scripts, as JSON, for a document that turned out to need them; else null. */
  readonly phrases: string | null;
}

/** What can be seen of a document without reading it. */
export interface Glance {
  readonly loading: boolean;
  /** Whether it can change by itself; a document without scripts that is loaded does not. */
  readonly alive: boolean;
  readonly elements: number;
  readonly href: string;
  /** What it shows. */
  readonly text: string;
  readonly view: null;
}

/** What a login needs to know of a document at one moment. */
export interface Look extends Omit<Glance, 'view'> {
  readonly view: FrameView;
  /** Whether it shows a password field. A disabled one still counts. */
  readonly passwordShown: boolean;
  /** Short texts that it has put into itself since the last press. */
  readonly drawn: readonly string[];
  readonly storage: Readonly<Record<'local' | 'session', readonly (readonly [string, string])[]>>;
}

/** What an origin keeps in the browser. */
export interface Kept {
  readonly origin: string;
  readonly local: Look['storage']['local'];
  /** For as long as the tab is open. */
  readonly session: Look['storage']['session'];
  readonly hasDatabases: boolean;
}

/** An element as discovery named it. */
export interface NamedElement {
  readonly css: string;
  readonly pin: string;
}

export interface FormToInspect {
  /** For each field its elements, and whether only a password input will do. */
  readonly fields: readonly {
    readonly elements: readonly NamedElement[];
    readonly secret: boolean;
    /** Whether it is pressed on keys instead: the element holds them. */
    readonly keypad: boolean;
  }[];
  readonly submit: NamedElement | null;
  readonly remember: NamedElement | null;
}

export interface FormFacts {
  /** Null for an element that is not there. */
  readonly fields: readonly (readonly (TargetFacts | null)[])[];
  readonly submit: TargetFacts | null;
  readonly remember: { readonly pin: string; readonly checked: boolean } | null;
  readonly password: PasswordPresence;
}

/** Whether a form has a password field, and whether it can be seen. */
export type PasswordPresence = 'none' | 'hidden' | 'shown';

/** What prevents typing into an element, or `ok`. */
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

/**
 * Result of writing into an element: `lost` when it holds something else than what was written, `cut` when that is its beginning, `searched` when it
 * holds that to search a list.
 */
export type Written = 'written' | 'searched' | 'gone' | 'lost' | 'cut' | 'changed';

/**
 * Why a press came to nothing: it would have hit or sent something else; a password would stand in an address; or the page has emptied
 * a field since it was looked at.
 */
export type Stopped = 'elsewhere' | 'insecure' | 'emptied';

export interface Readiness {
  /** Whether scripts of the page are still on their way, so that it may not listen yet. */
  readonly waking: boolean;
  /** Places of the elements that do not hold their text any more. */
  readonly lost: readonly number[];
  readonly invalid: { readonly at: number; readonly words: string } | null;
  readonly pressable: boolean;
  /** Addresses that the elements and the button send to, by now. */
  readonly actions: readonly string[];
  /** The button that Enter in the last of the elements would press, and where that sends to; null where there is none. */
  readonly byDefault: { readonly pin: string; readonly action: string | null } | null;
}

/** In CSS pixels, from the top left corner of the document. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** In CSS pixels, from the top left corner of the window. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
