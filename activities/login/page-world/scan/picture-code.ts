import { native } from '../dom/native.js';
import { composedParent } from '../dom/tree.js';
import { isTyped } from './kinds.js';
import type { Field } from './model.js';
import type { Scan } from './scan.js';

/** How far up the tree the picture of a field may stand. */
const REACH = 4;
/** In pixels: a line of characters, no icon, no code to scan, no illustration. */
const WIDE = { from: 50, to: 400 };
const HIGH = { from: 15, to: 150 };
const MIN_RATIO = 1.5;
/** What makes such pictures calls itself one of these. */
const MAKER =
  /captcha|kaptcha|securimage|simpleimg|verif|(?:check|auth|rand|rnd|valid|vali|secur|img|image)_?-?code|codeimage/i;

/** Whether a field takes what a picture shows, which only a person can read: it says so, or stands beside a picture of a line of characters. */
export function copiesPicture(scan: Scan, field: Field): boolean {
  if (!field.visible || !field.editable || !isTyped(field)) return false;
  if (field.purpose === 'captcha') return true;
  const picture = pictureOf(scan, field);
  if (picture === null) return false;
  // A picture that stands in its own address says nothing there.
  const called = ['src', 'id', 'class', 'name']
    .map((name) => picture.getAttribute(name) ?? '')
    .filter((value) => !value.startsWith('data:'))
    .join(' ');
  const alt = picture.getAttribute('alt') ?? '';
  // On the page of a one-time code a picture without a name is more likely a logo.
  const isFirst = scan.fields.some((other) => other.visible && other.type === 'password');
  const words = alt !== '' ? [alt] : isFirst ? [field.label, field.placeholder] : [];
  return (
    MAKER.test(called.slice(0, 200)) || words.some((text) => scan.says('code', text) || scan.says('captcha', text))
  );
}

/** The picture in the smallest part of the page that holds the field, and no other field or button to send. */
function pictureOf(scan: Scan, { element }: Field): Element | null {
  const others = scan.fields.filter((field) => field.visible && field.element !== element);
  const buttons = scan.controls.filter(({ link, label }) => !link && /\p{L}{2}/u.test(label));
  let at = composedParent(element);
  for (let level = 0; level < REACH && at !== null; level += 1, at = composedParent(at)) {
    const box = at;
    if (native(box, 'matches')('form, dialog, [role=dialog], main, body')) return null;
    if (others.some((field) => scan.contains(box, field.element))) return null;
    if (buttons.some((button) => scan.contains(box, button.element))) return null;
    const found = [...native(box, 'querySelectorAll')('img, canvas, svg')].find((picture) => isLine(scan, picture));
    if (found !== undefined) return found;
  }
  return null;
}

function isLine(scan: Scan, picture: Element): boolean {
  if (!scan.sight.isVisible(picture as HTMLElement)) return false;
  const { width, height } = native(picture, 'getBoundingClientRect')();
  const fits = width >= WIDE.from && width <= WIDE.to && height >= HIGH.from && height <= HIGH.to;
  return fits && width >= height * MIN_RATIO;
}
