import { getComputedStyle } from '../dom/builtins.js';
import { native } from '../dom/native.js';
import { readText } from '../dom/read-text.js';
import { ancestors, composedParent } from '../dom/tree.js';
import type { LocalButton } from '../frame-view.js';
import type { Control } from './model.js';
import type { Scan } from './scan.js';

/** Which answer to such a box a button gives; null for any other. */
export function cookieAnswerOf(scan: Scan, { element, label }: Control): LocalButton['cookies'] {
  const answer = scan.saysOnly('cookieReject', label)
    ? 'reject'
    : scan.saysOnly('cookieAccept', label)
      ? 'accept'
      : null;
  return answer !== null && consentBanner(scan, element) !== null ? answer : null;
}

/** Small boxes about cookies: what stands there ("Settings") is not what the page asks. */
export function consentBanners(scan: Scan): Element[] {
  const answered = scan.controls
    .filter((control) => cookieAnswerOf(scan, control) !== null)
    .flatMap(({ element }) => innerBanner(scan, element) ?? []);
  const isSmall = (box: Element): boolean =>
    readText(box, MAX_BANNER).length < MAX_BANNER &&
    !scan.fields.some((field) => field.visible && scan.contains(box, field.element));
  return [...new Set([...answered, ...noticesIn(scan)])].filter(isSmall);
}

/** All, none, settings, and to close it. */
const MAX_CHOICES = 4;
const DIALOG = 'dialog, [role=dialog], [role=alertdialog]';

/** Whatever their buttons are called: boxes of their own beside the rest of the page, with cookies named in what they say. */
function noticesIn(scan: Scan): Element[] {
  const known = new Map<Element, Element | null>();
  const isBox = (at: Element): boolean =>
    native(at, 'matches')(DIALOG) || scan.names('cookies', nameOf(at)) || liesOver(at);
  const boxAround = (at: Element | null): Element | null => {
    if (at === null) return null;
    const found = known.get(at);
    if (found !== undefined) return found;
    const box = isBox(at) ? at : boxAround(composedParent(at));
    known.set(at, box);
    return box;
  };
  const pressed = scan.controls.filter(({ link, label }) => !link && label !== '');
  const boxes = [...new Set(pressed.flatMap(({ element }) => boxAround(composedParent(element)) ?? []))];
  const hasFew = (box: Element): boolean =>
    pressed.filter(({ element }) => scan.contains(box, element)).length <= MAX_CHOICES;
  const notices = boxes.filter((box) => hasFew(box) && scan.says('cookies', textBesideLabels(scan, box)));
  const isInner = (box: Element): boolean => !notices.some((other) => other !== box && scan.contains(box, other));
  const all = readText(native(document, 'body') ?? native(document, 'documentElement'), 2 * MAX_BANNER).length;
  // What says all that the page says is the page.
  return notices.filter((box) => isInner(box) && readText(box, MAX_BANNER).length * 2 < all);
}

/** A longer text is a page. */
const MAX_BANNER = 600;
const OVER = new Set(['fixed', 'sticky']);
const liesOver = (element: Element): boolean => OVER.has(getComputedStyle(element).position);

/**
 * The smallest part of such a box that speaks of cookies beside its buttons; else all of it, where it has little else to press: frameworks call the root of a
 * page after the banner that it holds.
 */
function innerBanner(scan: Scan, element: Element): Element | null {
  const outer = consentBanner(scan, element);
  if (outer === null) return null;
  for (const at of ancestors(element)) {
    if (speaksOfCookies(scan, at)) return at;
    if (at === outer) break;
  }
  const pressed = scan.controls.filter(
    (control) => !control.link && control.label !== '' && scan.contains(outer, control.element),
  );
  const answers = pressed.filter((control) => cookieAnswerOf(scan, control) !== null);
  return answers.length * 2 >= pressed.length ? outer : null;
}

const speaksOfCookies = (scan: Scan, element: Element): boolean => isAbout(scan, textBesideLabels(scan, element));

const isAbout = (scan: Scan, text: string): boolean => scan.says('cookies', text) || scan.says('privacyNotice', text);

function textBesideLabels(scan: Scan, element: Element): string {
  const inside = scan.controls.filter((control) => scan.contains(element, control.element));
  return inside.reduce((rest, { label }) => rest.replace(label, ' '), readText(element, MAX_BANNER));
}

/** The box about cookies or privacy that the button stands in: it is called so, or lies over the page and says so. Null where it stands in none. */
export function consentBanner(scan: Scan, element: Element): Element | null {
  let level = 0;
  for (const at of ancestors(element)) {
    if (level > 8 || at === native(document, 'body')) return null;
    const called = nameOf(at);
    if (level > 0 && (scan.names('cookies', called) || isAbout(scan, called))) return at;
    if (level > 0 && liesOver(at)) return isAbout(scan, readText(at, MAX_BANNER)) ? at : null;
    level += 1;
  }
  return null;
}

function nameOf(element: Element): string {
  const named = ['id', 'class', 'aria-label'].map((name) => native(element, 'getAttribute')(name) ?? '');
  return [native(element, 'localName'), ...named].join(' ');
}
