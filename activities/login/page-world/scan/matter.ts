import { native } from '../dom/native.js';
import { readText } from '../dom/read-text.js';
import { SENTENCE } from '../words/sentences.js';
import { isGreeting } from './greeting.js';
import type { Control } from './model.js';
import type { Scan } from './scan.js';
import { framesIn, isFramed } from './site-frame.js';

/** What a place shows besides sentences and what can be pressed. Film and numbered steps explain a question as well. */
const CONTENT =
  'table, dl, pre, audio, canvas, iframe, object, embed, textarea, [contenteditable], [role=grid], [role=tree], [role=table], :not(ol) > li';
/** A smaller drawing or frame is an ornament. In pixels. */
const MIN_DRAWN = 100;
const DRAWN = 'canvas, iframe, object, embed';
/** A longer item of a list is a sentence of what is explained, and not the name of something. */
export const MAX_THING = 24;
/** A longer text is one of a place, unless it explains a form. */
export const MAX_BARE = 400;
const MAX_TEXTS = 40;
const MAX_TEXT = 300;

const FACTS = 'table, dl, [role=table]';
const ROWS = 'tr, dt, [role=row]';
const CELLS = 'td, th, [role=cell], [role=gridcell], [role=rowheader], [role=columnheader]';
const MAX_FACTS = 8;

/** How many tables, drawings, things of a list and the like stand outside of the frame of the site. */
export function contentIn(scan: Scan): { readonly content: number; readonly facts: number } {
  const content = scan.roots
    .flatMap((root) => [...native(root, 'querySelectorAll')<HTMLElement>(CONTENT)])
    .filter((element) => !isFramed(element) && scan.sight.isVisible(element) && isContent(scan, element));
  return { content: content.length, facts: content.filter(isFacts).length };
}

/** Names and values, or one line under its heads. */
function isFacts(element: HTMLElement): boolean {
  const find = native(element, 'querySelectorAll');
  if (!native(element, 'matches')(FACTS) || find(CONTENT).length > 0 || SENTENCE.test(readText(element))) return false;
  const rows = [...find(ROWS)];
  const isPair = (row: Element): boolean => native(row, 'querySelectorAll')(CELLS).length <= 2;
  return rows.length <= 2 || (rows.length <= MAX_FACTS && rows.every(isPair));
}

function isContent(scan: Scan, element: HTMLElement): boolean {
  // Nor is the layout of a form.
  if (scan.fields.some(({ visible, element: field }) => visible && field !== element && scan.contains(element, field)))
    return false;
  if (native(element, 'matches')(DRAWN)) {
    const { width, height } = native(element, 'getBoundingClientRect')();
    return Math.min(width, height) >= MIN_DRAWN;
  }
  if (native(element, 'localName') !== 'li') return true;
  // What can be pressed leads elsewhere: that tells, not its name.
  const text = readText(element);
  return (
    text !== '' && text.length <= MAX_THING && !scan.controls.some((control) => scan.contains(element, control.element))
  );
}

/**
 * What a page says in its middle, piece by piece: without the frame of its site, what can be pressed, and a greeting.
 * @param pageText as it was read
 */
export function textsIn(scan: Scan, pageText: string): string[] {
  const apart = new Set([
    ...scan.controls.flatMap(labelsOf),
    ...framesIn(scan).flatMap((frame) => piecesOf(readText(frame, pageText.length))),
  ]);
  const labels = [...new Set(scan.controls.map(({ label }) => label))]
    .filter((label) => label !== '')
    .toSorted((one, other) => other.length - one.length);
  const texts: string[] = [];
  for (const piece of new Set(piecesOf(pageText))) {
    if (texts.length === MAX_TEXTS) break;
    if (!apart.has(piece) && saysMore(piece, labels) && !isGreeting(scan, piece)) texts.push(piece.slice(0, MAX_TEXT));
  }
  return texts;
}

/** Whether a line says more than a row of links. */
function saysMore(line: string, labels: readonly string[]): boolean {
  const spread = (text: string): string => ` ${text.replaceAll(' ', '  ')} `;
  const rest = labels.reduce((text, label) => text.replaceAll(spread(label), '  '), spread(line));
  return /[\p{L}\p{N}]/u.test(rest);
}

const labelsOf = ({ element, label }: Control): string[] => [label, ...piecesOf(readText(element))];

const piecesOf = (text: string): string[] => text.split(' · ').map((piece) => piece.trim());
