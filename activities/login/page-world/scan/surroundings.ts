import { getComputedStyle } from '../dom/builtins.js';
import { native } from '../dom/native.js';
import { ancestors } from '../dom/tree.js';
import type { Group } from './model.js';
import type { Scan } from './scan.js';

/** How many levels outwards a text is still about the group. */
const REACH = 3;
/** A heading further away than this many elements is about something else. */
const HEADING_REACH = 60;
const LARGE_HEADING = 3;
const DEVELOPER_ATTRIBUTES = ['id', 'name', 'class', 'data-testid', 'aria-label'];

/** The largest box around the group without fields of another group, for texts such as "New here? Join us". */
export function surroundingsOf(scan: Scan, group: Pick<Group, 'container' | 'fields'>): Element {
  const foreign = scan.fields.filter((field) => field.visible && !group.fields.includes(field));
  let widest = group.container;
  let level = 0;
  for (const at of ancestors(group.container)) {
    // What a slot stands in only draws it.
    if (!scan.contains(at, group.container)) continue;
    if (level > REACH || foreign.some((field) => scan.contains(at, field.element))) break;
    widest = at;
    level += 1;
  }
  return widest;
}

/** The overlay that holds the group and no other fields, at any depth; null when there is none. */
export function windowOf(scan: Scan, group: Group): Element | null {
  const found = [...ancestors(group.container)].find(floats) ?? null;
  const isShared = scan.fields.some(
    (field) => field.visible && !group.fields.includes(field) && found !== null && scan.contains(found, field.element),
  );
  return isShared ? null : found;
}

/** Whether it is laid over the page. */
export function floats(element: Element): boolean {
  const { position, zIndex } = getComputedStyle(element);
  return (position === 'fixed' || position === 'absolute') && Number(zIndex) > 0;
}

/** Headings of the group itself and, unless a large one is among them, the nearest one in front of it. */
export function headingsOf(scan: Scan, group: Group): string[] {
  const own = scan.headings.filter((heading) => scan.contains(group.container, heading.element));
  const start = scan.orderOf(group.container);
  const before = scan.headings.filter((heading) => heading.order < start && start - heading.order < HEADING_REACH);
  const nearest = own.some((heading) => heading.level <= LARGE_HEADING) ? undefined : before.at(-1);
  const label = native(group.container, 'getAttribute')('aria-label') ?? '';
  return [label, nearest?.text ?? '', ...own.map((heading) => heading.text)].filter((text) => text !== '');
}

/** The heading under which a person finds the group: one inside of it, else what it is called, else the one in front of it. */
export function titleOf(scan: Scan, group: Group): string {
  const own = scan.headings.find((heading) => scan.contains(group.container, heading.element));
  return own?.text || native(group.container, 'getAttribute')('aria-label') || headingsOf(scan, group)[0] || '';
}

/** What developers call the group and the boxes right around it. */
export function developerTextOf(group: Group): string {
  const parts: string[] = [];
  let level = 0;
  for (const at of ancestors(group.container)) {
    if (level > 2 || native(at, 'matches')('body, html')) break;
    parts.push(...DEVELOPER_ATTRIBUTES.map((attribute) => native(at, 'getAttribute')(attribute) ?? ''));
    level += 1;
  }
  return parts.join(' ');
}
