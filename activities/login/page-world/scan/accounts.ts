import { native } from '../dom/native.js';
import { readText } from '../dom/read-text.js';
import { ancestors } from '../dom/tree.js';
import type { Scan } from './scan.js';
import { isAccountMenu } from './site-frame.js';

/** Not the end of one that the page hides a part of. */
const EMAIL = /(?<![*∗•●·…\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** How far behind a greeting an address still is its own. */
const MAX_APART = 60;
/** How many levels around "Log out" hold what it logs out, and how much may be said there. */
const REACH = 3;
const MAX_BESIDE = 160;
const MAX_ACCOUNTS = 6;
/** A longer text calls nobody by name. */
const MAX_NAME = 80;
/** A greeting further down is for somebody else. */
const GREETED = 1_200;
const MAX_LABELS = 12;
const WHOLE = 'body, html, main, form';

/**
 * The e-mail addresses that a page shows as those of who is logged in: behind a greeting ("Signed in as"), in the menu of the account, or beside "Log out".
 * Not those of other people, of which a page can be full.
 */
export function accountsIn(scan: Scan, pageText: string): string[] {
  if (!pageText.includes('@') && !scan.controls.some((control) => control.label.includes('@'))) return [];
  const texts = [...greetings(scan, pageText), ...menus(scan), ...besideSignOut(scan)];
  return [...new Set(texts.flatMap((text) => text.match(EMAIL) ?? []).map((one) => one.toLowerCase()))].slice(
    0,
    MAX_ACCOUNTS,
  );
}

/**
 * How a page calls who is logged in: greetings, what the menu of the account is called, what stands beside "Log out". Each begins with the place.
 * Whether anything of it is a name is not known here.
 */
export function labelsIn(scan: Scan, pageText: string): string[] {
  const greeted = pageText
    .slice(0, GREETED)
    .split(' · ')
    .filter((text) => text.length <= MAX_NAME && scan.says('greeting', text));
  const called = scan.controls.filter((control) => isAccountMenu(scan, control)).map(({ label }) => label);
  const beside = besideSignOut(scan).filter((text) => text.length <= MAX_NAME);
  const labels = [
    ...greeted.map((text) => `greeting: ${text}`),
    ...called.map((text) => `menu: ${text}`),
    ...beside.map((text) => `exit: ${text}`),
  ];
  return [...new Set(labels)].slice(0, MAX_LABELS);
}

function greetings(scan: Scan, pageText: string): string[] {
  return [...pageText.matchAll(EMAIL)]
    .map(({ 0: email, index }) => ({ email, before: pageText.slice(Math.max(0, index - MAX_APART), index) }))
    .filter(({ before }) => scan.says('greeting', lastPart(before)))
    .map(({ email }) => email);
}

/** What stands in the same statement, or right before it as its label. */
const lastPart = (text: string): string =>
  text
    .replace(/[\s·:(]+$/u, '')
    .split(/ · |[.!?。！？]\s?/u)
    .at(-1) ?? '';

const menus = (scan: Scan): string[] =>
  scan.controls
    .filter((control) => control.label.includes('@') && isAccountMenu(scan, control))
    .map(({ label }) => label);

function besideSignOut(scan: Scan): string[] {
  return scan.controls
    .filter(({ label, href }) => scan.says('logout', label) || scan.names('logout', href))
    .flatMap(({ element }) => [...ancestors(element)].slice(1, 1 + REACH))
    .filter((at) => !native(at, 'matches')(WHOLE) && native(at, 'querySelector')('a[href^="mailto:"]') === null)
    .map((at) => readText(at, MAX_BESIDE + 1))
    .filter((text) => text.length <= MAX_BESIDE);
}
