import { native } from '../dom/native.js';
import { readText } from '../dom/read-text.js';
import type { Permission } from '../permission.js';
import { oneLine } from '../words/text.js';
import type { Concept } from '../words/words.js';
import type { Scan } from './scan.js';
import { isFramed } from './site-frame.js';

/** What an application can ask for beyond knowing who the user is, by the words of it. */
const PERMISSIONS: readonly (readonly [Permission, Concept])[] = [
  ['mail', 'permMail'],
  ['contacts', 'permContacts'],
  ['calendar', 'permCalendar'],
  ['files', 'permFiles'],
  ['act', 'permAct'],
  ['always', 'permAlways'],
  ['attributes', 'permAttributes'],
  ['device', 'permDevice'],
  ['link', 'permLink'],
  ['admin', 'permAdmin'],
];

/** What pages list in. */
const ENTRIES = 'li, dt, tr, [role=listitem], [role=row], [role=checkbox], [role=switch]';
const HOLDS_MORE = `a, button, ${ENTRIES}`;
const MAX_ENTRY = 120;
const MAX_ENTRIES = 20;

/** What a page that asks for consent says that the application may do then. */
export const permissionsIn = (scan: Scan, text: string): Permission[] =>
  PERMISSIONS.filter(([, concept]) => scan.says(concept, text)).map(([permission]) => permission);

/** What such a page lists that is neither known to say who the user is nor among `permissionsIn`: it may be anything. */
export function unknownIn(scan: Scan): string[] {
  const listed = scan.roots.flatMap((root) => [...native(root, 'querySelectorAll')(ENTRIES)]);
  const texts = listed
    .filter((element) => scan.sight.isVisible(element) && isEntry(element))
    .map((element) => oneLine(readText(element, MAX_ENTRY), MAX_ENTRY));
  const boxes = scan.choices.filter(({ element }) => scan.sight.isVisible(element)).map(({ label }) => label);
  const isSaid = (text: string): boolean => /\p{L}/u.test(text) && !/[:：]$/.test(text);
  const unknown = [...texts, ...boxes].filter((text) => isSaid(text) && !isKnown(scan, text));
  return [...new Set(unknown)].slice(0, MAX_ENTRIES);
}

const isEntry = (element: Element): boolean =>
  native(element, 'querySelector')(HOLDS_MORE) === null && !isFramed(element);

const KNOWN: readonly Concept[] = ['identity', 'remember', 'stay', ...PERMISSIONS.map(([, concept]) => concept)];
const isKnown = (scan: Scan, text: string): boolean => KNOWN.some((concept) => scan.says(concept, text));
