import type { Permission } from '../view.js';
import type { Concept } from '../words/words.js';
import type { Scan } from './scan.js';

/** What an application can ask for beyond knowing who the user is, by the words of it. */
const PERMISSIONS: readonly (readonly [Permission, Concept])[] = [
  ['mail', 'permMail'],
  ['contacts', 'permContacts'],
  ['calendar', 'permCalendar'],
  ['files', 'permFiles'],
  ['act', 'permAct'],
  ['always', 'permAlways'],
  ['attributes', 'permAttributes'],
];

/** What a page that asks for consent says that the application may do then. */
export const permissionsIn = (scan: Scan, text: string): Permission[] =>
  PERMISSIONS.filter(([, concept]) => scan.says(concept, text)).map(([permission]) => permission);
