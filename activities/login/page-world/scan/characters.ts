import { MESSAGES } from '../dom/heard.js';
import { native } from '../dom/native.js';
import { readText } from '../dom/read-text.js';
import { composedParent } from '../dom/tree.js';
import { oneLine } from '../words/text.js';
import { hintOf } from './label.js';
import { asksForOneTime } from './masked.js';
import type { Characters, Field, NonEmpty } from './model.js';
import { isBefore, positionsIn } from './ordinals.js';
import type { Scan } from './scan.js';
import { surroundingsOf } from './surroundings.js';

const TEXT_LIMIT = 1500;
const PROMPT_LIMIT = 160;
const MIN_ASKED = 2;
const MIN_PIN = 4;
const MAX_PIN = 8;
const ENDS = /\s*·[\s·]*|(?<=\p{L})[.!?](?:\s|$)|[。！？]/u;

/**
 * The fields that take single characters of the password, and which ones: a box for each, or one field under words such as "the 2nd, 5th and 7th
 * character". Null where the whole password is asked for, or a code.
 */
export function charactersOf(scan: Scan, container: Element, fields: NonEmpty<Field>): Characters | null {
  const around = readText(surroundingsOf(scan, { container, fields }), TEXT_LIMIT);
  settleLists(scan, fields, around);
  const found = inBoxes(scan, fields, around) ?? inOneField(scan, fields, around) ?? pinInBoxes(scan, fields, around);
  if (found === null) settleFewBoxes(fields);
  return found;
}

/** A box for one character takes no password. Where nothing says which one it is, a person who reads the page is asked. */
function settleFewBoxes(fields: readonly Field[]): void {
  const row = fields.filter((field) => isBox(field) && field.type === 'password' && field.editable);
  if (row.length < MIN_PIN) for (const field of row) field.purpose = 'secret';
}

function inBoxes(scan: Scan, fields: readonly Field[], around: string): Characters | null {
  const row = fields.filter(isBox);
  const open = row.filter(({ editable }) => editable);
  if (open.length < MIN_ASKED) return null;
  const prompt = promptIn(scan, around);
  const labels = open.map(({ label, placeholder, element }) => positionsIn(label || placeholder || besideOf(element)));
  const said = labels.map((positions) => (positions.length === 1 ? (positions[0] as number) : 0));
  const ofPlace = open.length < row.length ? open.map((field) => row.indexOf(field) + 1) : [];
  const positions = isList(said)
    ? said
    : isList(ofPlace)
      ? ofPlace
      : prompt === null
        ? []
        : listed(prompt, open.length);
  if (!isList(positions)) return null;
  // The characters from the first on, one after the other, are all there is of a code.
  const isWhole = positions.every((position, index) => position === index + 1);
  const words = prompt ?? (saysWhich(scan, open, isWhole, around) ? (open[0] as Field).label : null);
  // Characters that can be seen, or are of another secret, are asked for.
  const isOther = words !== null && scan.says('otherSecret', words);
  for (const field of words === null ? [] : open) if (isOther || field.type !== 'password') field.purpose = 'secret';
  const isAll = isWhole && open.length === row.length && (prompt === null || isWholePin(scan, prompt, row.length));
  return words === null || isAll ? null : { fields: open, positions, prompt: words };
}

/** "Enter your 6-digit PIN" beside six boxes asks for all of it; "the first four digits of your PIN" does not. */
const isWholePin = (scan: Scan, prompt: string, digits: number): boolean =>
  scan.says('pin', prompt) && positionsIn(prompt).every((number) => number === digits);

/** Whether the boxes say themselves that each takes a character of the password: "Character 3". A digit may be one of any secret. */
function saysWhich(scan: Scan, open: readonly Field[], isWhole: boolean, around: string): boolean {
  if (open.every(({ label }) => scan.says('password', label))) return true;
  if (isWhole || scan.says('pin', around) || scan.says('otherSecret', around)) return false;
  return open.every(
    ({ label, type }) => type === 'password' && scan.says('character', label) && !scan.says('digit', label),
  );
}

function inOneField(scan: Scan, fields: readonly Field[], around: string): Characters | null {
  for (const field of fields) {
    if (!(field.element instanceof HTMLInputElement) || !field.editable || field.element.maxLength === 1) continue;
    if (field.type !== 'password' && field.purpose !== 'text') continue;
    const own = [field.label, field.placeholder, hintOf(field.element) ?? ''];
    const texts = [...own, ...(field.type === 'password' ? around.split(ENDS) : [])];
    const prompt = texts.find((text) => asksForCharacters(scan, text, around) && positionsIn(text).length >= MIN_ASKED);
    if (prompt !== undefined && scan.says('otherSecret', prompt)) field.purpose = 'secret';
    if (prompt !== undefined)
      return { fields: [field], positions: positionsIn(prompt), prompt: oneLine(prompt, PROMPT_LIMIT) };
  }
  return null;
}

/** A PIN with a masked box for each digit, where the page does not speak of a code for one login. */
function pinInBoxes(scan: Scan, fields: readonly Field[], around: string): Characters | null {
  const row = fields.filter((field) => isBox(field) && field.type === 'password' && field.editable);
  if (row.length < MIN_PIN || row.length > MAX_PIN || asksForOneTime(scan, around)) return null;
  const prompt = around.split(ENDS).find((part) => scan.says('pin', part));
  return prompt === undefined ? null : { fields: row, positions: null, prompt: oneLine(prompt, PROMPT_LIMIT) };
}

/** Lists to pick a character from each show what is picked, so that no stored password goes there: they are asked for one by one. */
function settleLists(scan: Scan, fields: readonly Field[], around: string): void {
  const lists = fields.filter(
    ({ element, editable }) => editable && element instanceof HTMLSelectElement && holdsCharacters(element),
  );
  const prompt = lists.length < MIN_ASKED ? null : promptIn(scan, around);
  if (prompt === null) return;
  const positions = listed(prompt, lists.length);
  for (const [index, field] of lists.entries()) {
    const own = positionsIn(field.label);
    field.purpose = 'secret';
    if (own.length !== 1) field.label = positions.length === 0 ? prompt : `${positions[index]}: ${prompt}`;
  }
}

const holdsCharacters = (list: HTMLSelectElement): boolean =>
  list.options.length > 2 &&
  Array.from(list.options).filter(({ label }) => label.trim().length === 1).length >= list.options.length - 1;

/** A box for one character, open or not. */
const isBox = ({ element, type, visible }: Field): boolean =>
  visible && element instanceof HTMLInputElement && type !== 'search' && element.maxLength === 1;

const isList = (positions: readonly number[]): boolean =>
  positions.length >= MIN_ASKED &&
  positions.every((position, index) => {
    const before = positions[index - 1];
    return position !== 0 && (before === undefined || isBefore(before, position));
  });

function listed(prompt: string, count: number): number[] {
  const positions = positionsIn(prompt);
  return positions.length === count ? positions : [];
}

/** The text in the smallest box around a field: "2 [_]". */
function besideOf(element: Element): string {
  const parent = composedParent(element);
  return parent === null || native(parent, 'querySelectorAll')('input').length > 1 ? '' : readText(parent, 40);
}

/** The words that ask for characters of the password, rather than those that say no to some; null where there are none. */
function promptIn(scan: Scan, around: string): string | null {
  const asking = around.split(ENDS).filter((part) => asksForCharacters(scan, part, part));
  const alerts = asking.length < 2 ? [] : scan.roots.flatMap((root) => [...native(root, 'querySelectorAll')(MESSAGES)]);
  const said = alerts.map((alert) => readText(alert, TEXT_LIMIT)).join(' · ');
  const found = asking.find((part) => !said.includes(part.trim())) ?? asking[0];
  return found === undefined ? null : oneLine(found, PROMPT_LIMIT);
}

function asksForCharacters(scan: Scan, text: string, around: string): boolean {
  if (!scan.says('character', text) || scan.says('passwordRules', text)) return false;
  const named = [text, around].map((one) => withoutDigits(scan, one));
  return SECRETS.some((concept) => named.some((one) => scan.says(concept, one)));
}

/** A word of plain Latin letters. */
const UNMARKED = /^\P{L}*[a-z]+\P{L}*$/iu;

/** A text without its words for digits: "sifre" are digits in Norwegian, and "şifre" is a password in Turkish, which the lists hold without its marks. */
const withoutDigits = (scan: Scan, text: string): string =>
  text
    .split(/\s+/)
    .filter((word) => !UNMARKED.test(word) || !scan.says('digit', word))
    .join(' ');

const SECRETS = ['password', 'pin', 'otherSecret'] as const;
