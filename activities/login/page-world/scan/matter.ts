import { native } from '../dom/native.js';
import { readText } from '../dom/read-text.js';
import type { Standing } from '../view.js';
import { SENTENCE } from '../words/sentences.js';
import { isGreeting } from './greeting.js';
import { isPressed, linesIn } from './lines.js';
import type { Control } from './model.js';
import type { Scan } from './scan.js';
import { framesIn, isFramed } from './site-frame.js';

/** What a place shows besides sentences and what can be pressed. Film and numbered steps explain a question as well. */
const CONTENT =
  'table, dl, pre, audio, canvas, iframe, object, embed, textarea, [contenteditable], [role=grid], [role=tree], [role=table], :not(ol) > li';
/** A smaller drawing or frame is an ornament. In pixels. */
const MIN_DRAWN = 100;
const DRAWN = 'canvas, iframe, object, embed';
/** Lines to write in that are lower may be the answer to a question, as why somebody wants in. In pixels. */
export const MIN_EDITOR = 200;
const WRITTEN_IN = 'textarea:not([readonly], [disabled])';
/** A longer item of a list is a sentence of what is explained, and not the name of something. */
export const MAX_THING = 24;
/** A longer text is one of a place, unless it explains a form. */
export const MAX_BARE = 400;
const MAX_TEXTS = 40;
const MAX_TEXT = 300;

const FACTS = 'table, dl, [role=table]';
const TABLES = 'table, [role=table], [role=grid], [role=treegrid]';
const ROWS = 'tr, dt, [role=row]';
const CELLS = 'td, th, [role=cell], [role=gridcell], [role=rowheader], [role=columnheader]';
const MAX_FACTS = 8;

/** What stands outside of the frame of the site besides text. */
type Content = Pick<Standing, 'content' | 'facts' | 'records' | 'lines'>;

/** How many tables, drawings, things of a list and the like there are, and how much the longest table has. */
export function contentIn(scan: Scan): Content {
  const content = scan.roots
    .flatMap((root) => [...native(root, 'querySelectorAll')<HTMLElement>(CONTENT)])
    .filter((element) => !isFramed(element) && scan.sight.isVisible(element) && isContent(scan, element));
  return {
    content: content.length,
    facts: content.filter(isFacts).length,
    records: Math.max(0, ...content.map((element) => recordsIn(scan, element))),
    lines: linesIn(scan, content),
  };
}

/** Fewer cells are a name and a value, or a name and what to press. */
const MIN_CELLS = 3;
/** Which company, which branch: fewer cells tell that. */
const MIN_WIDE = 5;
/** More of them say no more. */
const MAX_LINES = 40;

/** Lines of a table that tell about one thing each, and are not there to be chosen from. */
function recordsIn(scan: Scan, element: HTMLElement): number {
  if (!native(element, 'matches')(TABLES)) return 0;
  const lines = [...native(element, 'querySelectorAll')<HTMLElement>(ROWS)].slice(0, MAX_LINES);
  const rows = lines.filter((row) => tellsOf(row) >= MIN_CELLS);
  return rows.filter((row) => !isAnswer(scan, row)).length;
}

/** A line is chosen with its one button or radio button, or pressed as a whole. Without a link, what is in it answers; a link alone is a choice, unless much is told. */
function isAnswer(scan: Scan, row: HTMLElement): boolean {
  const isIn = ({ element }: { readonly element: Element }): boolean => scan.contains(row, element);
  const choices = scan.choices.filter(isIn);
  const controls = scan.controls.filter(isIn);
  const buttons = controls.filter(({ link }) => !link).length;
  if (choices.some(({ element }) => element.type === 'radio')) return true;
  if (buttons === controls.length) return buttons + choices.length > 0 || isPressed(scan, row);
  return choices.length === 0 && (buttons === 1 || (buttons === 0 && tellsOf(row) < MIN_WIDE));
}

const tellsOf = (row: Element): number =>
  [...native(row, 'querySelectorAll')(CELLS)].filter((cell) => /[\p{L}\p{N}]/u.test(readText(cell, MAX_THING))).length;

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
  if (native(element, 'matches')(WRITTEN_IN)) return native(element, 'getBoundingClientRect')().height >= MIN_EDITOR;
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
 * @param banners boxes about cookies
 */
export function textsIn(scan: Scan, pageText: string, banners: readonly Element[]): string[] {
  const apart = new Set([
    ...scan.controls.flatMap(labelsOf),
    ...[...framesIn(scan), ...banners].flatMap((frame) => piecesOf(readText(frame, pageText.length))),
  ]);
  const labels = [...new Set(scan.controls.map(({ label }) => label))]
    .filter((label) => label !== '')
    .toSorted((one, other) => other.length - one.length);
  const texts: string[] = [];
  for (const piece of new Set(piecesOf(pageText))) {
    if (texts.length === MAX_TEXTS) break;
    const said = piece.replace(RIGHTS, '');
    if (!apart.has(piece) && saysMore(said, labels) && !isGreeting(scan, piece)) texts.push(said.slice(0, MAX_TEXT));
  }
  return texts;
}

/** Who has the rights of a page, to the end of the line. */
const RIGHTS = /\s*(?:©|\(c\) ?\d{4}).*$/iu;

/** Whether a line says more than a row of links. */
function saysMore(line: string, labels: readonly string[]): boolean {
  const spread = (text: string): string => ` ${text.replaceAll(' ', '  ')} `;
  const rest = labels.reduce((text, label) => text.replaceAll(spread(label), '  '), spread(line));
  return /[\p{L}\p{N}]/u.test(rest);
}

const labelsOf = ({ element, label }: Control): string[] => [label, ...piecesOf(readText(element))];

const piecesOf = (text: string): string[] => text.split(' · ').map((piece) => piece.trim());
