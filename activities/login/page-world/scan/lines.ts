import { getComputedStyle } from '../dom/builtins.js';
import { native } from '../dom/native.js';
import { readText } from '../dom/read-text.js';
import { composedParent } from '../dom/tree.js';
import { controlRef } from './field-view.js';
import type { Control } from './model.js';
import type { Scan } from './scan.js';
import { isFramed } from './site-frame.js';

/** Lines of a list and of a table. */
const LINES = 'tr, li, [role=row], [role=listitem], [role=option], article';
/** More of them say no more. */
const MAX_LINES = 60;

/**
 * How many lines the longest list or table in the middle has of which each can be pressed, or has something to press or to tick: it may be there to be chosen
 * from. One that leads to this page as well is navigation.
 * @param content tables, drawings and the like outside of the frame of the site; beside more of them a list is a part of a place
 */
export function linesIn(scan: Scan, content: readonly Element[]): number {
  const pressed = pressedIn(scan);
  const lists = new Map<Element, Set<Element>>();
  for (const [at, element] of pressed.entries()) {
    const line = lineOf(scan, element, [pressed[at - 1], pressed[at + 1]]);
    const list = composedParent(line);
    if (list !== null) lists.set(list, (lists.get(list) ?? new Set()).add(line));
  }
  const counts = [...lists].map(([list, lines]) => {
    const isPart = content.some((one) => !scan.contains(one, list) && isBesideLines(scan, one, list, lines));
    return isPart || leadsHere(scan, list) ? 0 : lines.size;
  });
  return Math.max(0, ...counts);
}

/** Whether something stands beside what looks like lines: outside of them all, or in a part of the page of its own, as a list beside the buttons for it. */
const isBesideLines = (scan: Scan, one: Element, list: Element, lines: ReadonlySet<Element>): boolean =>
  !scan.contains(list, one) ||
  (composedParent(one) !== list && ![...lines].some((line) => scan.contains(line, one) || scan.contains(one, line)));

/** What can be pressed or ticked in the middle of a page, in its order. */
function pressedIn(scan: Scan): Element[] {
  const named = [...scan.controls, ...scan.pointed].filter(
    (control) =>
      control.label !== '' &&
      !isFramed(control.element) &&
      !isForEverybody(scan, control) &&
      // The way out is offered beside a choice.
      !scan.says('logout', control.label),
  );
  const ticked = scan.choices.filter(({ element }) => !isFramed(element) && scan.sight.isVisible(element));
  const rows = scan.roots.flatMap((root) => [...native(root, 'querySelectorAll')<HTMLElement>(LINES)]);
  const found = new Set<Element>([...named, ...ticked].map(({ element }) => element));
  for (const row of rows.slice(0, MAX_LINES)) if (isPressed(scan, row)) found.add(row);
  return [...found].toSorted((one, other) => scan.orderOf(one) - scan.orderOf(other)).slice(0, 4 * MAX_LINES);
}

/** Whether the login page has it as well, at the same place: see read/beside.ts. */
const isForEverybody = (scan: Scan, control: Control): boolean =>
  scan.everybody.size > 0 && scan.everybody.has(`button ${controlRef(scan, control).css} ${control.label}`);

/** Whether the pointer or the focus shows that a line is pressed as a whole. */
export function isPressed(scan: Scan, line: HTMLElement): boolean {
  if (isFramed(line) || !scan.sight.isVisible(line) || readText(line, 1) === '') return false;
  const first = native(line, 'firstElementChild');
  return (
    native(line, 'getAttribute')('tabindex') !== null ||
    [line, ...(first === null ? [] : [first])].some((one) => getComputedStyle(one).cursor === 'pointer')
  );
}

/** The line that something to press stands in: that of a list or a table, else the largest part of the page that has nothing else to press. */
function lineOf(scan: Scan, element: Element, others: readonly (Element | undefined)[]): Element {
  const line = native(element, 'closest')(LINES);
  if (line !== null) return line;
  const isShared = (box: Element): boolean =>
    others.some((other) => other !== undefined && !scan.contains(element, other) && scan.contains(box, other));
  let at = element;
  for (let box = composedParent(at); box !== null && !isShared(box); box = composedParent(box)) at = box;
  return at;
}

const leadsHere = (scan: Scan, list: Element): boolean =>
  scan.controls.some(
    ({ element, link, href }) =>
      link &&
      href !== '' &&
      !href.startsWith('#') &&
      scan.contains(list, element) &&
      samePage((element as HTMLAnchorElement).href),
  );

const samePage = (href: string): boolean => {
  const to = URL.canParse(href) ? new URL(href) : null;
  return to !== null && to.host === location.host && to.pathname === location.pathname && to.search === location.search;
};
