import { native } from '../dom/native.js';
import { lettersIn, readText } from '../dom/read-text.js';
import type { LocalBox, LocalStanding } from '../frame-view.js';
import type { StepWords } from '../view.js';
import { SENTENCE } from '../words/sentences.js';
import { oneLine } from '../words/text.js';
import { accountsIn, labelsIn } from './accounts.js';
import { isMarkedRequired, speaksOfTerms } from './boxes.js';
import { drawnOf } from './choice-button.js';
import { refOf } from './field-view.js';
import { greetsIn } from './greeting.js';
import { contentIn, MAX_BARE, MAX_THING, MIN_EDITOR, textsIn } from './matter.js';
import { menuOf } from './menu.js';
import type { Choice, Control, Field } from './model.js';
import { handsOutKey, isSquare } from './new-factor.js';
import { headlinesOf } from './offers.js';
import { couldSend } from './press.js';
import { radiosIn } from './radios.js';
import type { Scan } from './scan.js';
import { FOOT, isAccountMenu, isFramed, isInFrame } from './site-frame.js';
import { namesPage, saidByQuery } from './url-path.js';
import { refreshOf, waitsIn } from './waits.js';

const NAVIGATION = 'nav, [role=navigation]';
/** More of them say no more. */
const MAX_PLACES = 30;
const MAX_LINKS = 60;
const MAX_BOXES = 8;
const MAX_WORDS = 300;
/** What is further down speaks of something else. */
const SPOKEN_LENGTH = 1_200;
/** So many links a form has beside it that say why it asks. */
const MAX_ASIDE = 2;
/** What a place is full of, and a question is not. */
const CONTENT =
  'table, :not(ol) > li:not([role=option]), article, canvas, audio, [contenteditable], [role=grid], [role=list], [role=tree]';
/** What explains a form as well: numbered steps, a film, a frame of the site's provider. */
const CONTENT_OR_HELP = `${CONTENT}, li:not([role=option]), video, iframe`;
const OUTPUT = 'textarea:is([readonly], [disabled])';
/** The site and what is asked: a question has no more headings. */
const MAX_TITLES = 2;
/** As routers in the browser write what a page is to show. */
const ROUTE = /^#!?\/[^#]*$/;
/** Ends a sentence, or leads to what follows. */
const ASKS = new RegExp(`${SENTENCE.source}|[:：]`, 'u');

const SPOKEN: readonly (readonly [StepWords, 'mustChange' | 'enrolment' | 'otherSession' | 'identityCheck'])[] = [
  ['password_change', 'mustChange'],
  ['enrollment', 'enrolment'],
  ['session_elsewhere', 'otherSession'],
  ['identity_check', 'identityCheck'],
];

/**
 * What tells a place behind a login from a step on the way there.
 * @param banners boxes about cookies
 */
export function standingOf(
  scan: Scan,
  pageText: string,
  banners: readonly Element[],
): Omit<LocalStanding, 'asksOver' | 'inDialog'> {
  const framed = scan.controls.filter(isInFrame);
  const own = framed.filter((control) => control.link && isOwnPlace(scan, control));
  const spoken = pageText.slice(0, SPOKEN_LENGTH);
  const beyond = beyondFrame(scan);
  const bare = isBare(scan, pageText, beyond);
  const radios = radiosIn(scan);
  return {
    places: pathsOf(own, MAX_PLACES),
    shared: [],
    hasSwitch: false,
    links: pathsOf(beyond, MAX_LINKS),
    ...contentIn(scan),
    texts: textsIn(scan, pageText, banners),
    routes: [...new Set(framed.map(({ href }) => href).filter((href) => ROUTE.test(href)))].slice(0, MAX_PLACES),
    here: placeOf(location.href),
    menu: menuOf(scan),
    linksHere: own.some(({ element }) => isHere((element as HTMLAnchorElement).href)),
    account: scan.controls.some((control) => isAccountMenu(scan, control)),
    bare,
    tells: SENTENCE.test(pageText),
    picks:
      (scan.pick !== null && ASKS.test(readText(scan.pick.room, MAX_WORDS))) ||
      (radios.length > 0 && bare && ASKS.test(pageText)),
    sends: scan.controls.some((control) => isSending(scan, control) && !scan.says('logout', control.label)),
    greets: greetsIn(scan, spoken),
    letsKnow: letsKnow(scan, spoken),
    goesOn: scan.says('onTheWay', spoken),
    waits: waitsIn(scan),
    busy: isBusy(scan),
    disabled: isDisabled(scan),
    refresh: refreshOf(),
    handsOutKey: handsOutKey(scan, pageText),
    headline: subjectOf(scan, headlinesOf(scan).join(' · ')),
    speaksOf: subjectOf(scan, spoken),
    boxes: scan.choices
      .filter((choice) => isOpenBox(scan, choice, bare && own.length === 0))
      .slice(0, MAX_BOXES)
      .map((choice) => boxOf(scan, choice)),
    radios,
    accounts: accountsIn(scan, pageText),
    labels: labelsIn(scan, pageText),
    words: wordsOf(pageText),
  };
}

export const wordsOf = (text: string): string => oneLine(text, MAX_WORDS);

/** A sentence of its own says that, and one that goes on says when: "You are signed in only after they agree." */
const letsKnow = (scan: Scan, text: string): boolean =>
  text
    .split(' · ')
    .flatMap((line) => line.split(SENTENCE))
    .some((part) => scan.saysOnly('loggedIn', part));

const subjectOf = (scan: Scan, text: string): StepWords | null =>
  SPOKEN.find(([, concept]) => scan.says(concept, text))?.[0] ?? null;

const pathsOf = (links: readonly Control[], most: number): string[] =>
  [...new Set(links.map(({ element }) => placeOf((element as HTMLAnchorElement).href)))].slice(0, most);

/** Links to pages of the site that stand in no part of the page that is called its frame. */
const beyondFrame = (scan: Scan): Control[] =>
  scan.controls.filter((control) => control.link && !isInFrame(control) && isOwnPlace(scan, control));

/** Whether an element is a menu that everybody was shown: nothing but links, each of which stood beside the login as well. */
function isForEverybody(scan: Scan, element: Element): boolean {
  const { everybody } = scan;
  const links = everybody.size === 0 ? [] : [...native(element, 'querySelectorAll')<HTMLAnchorElement>('a[href]')];
  const isKnown = (link: HTMLAnchorElement): boolean =>
    link.host === location.host && (everybody.has(placeOf(link.href)) || isForStrangers(scan, link));
  return links.length > 0 && links.every(isKnown) && lettersIn(links) === lettersIn([element]);
}

/** Log in, sign up, another language: whoever is inside is not offered those. */
function isForStrangers(scan: Scan, link: HTMLAnchorElement): boolean {
  const control = scan.controls.find(({ element }) => element === link);
  return control !== undefined && !isOwnPlace(scan, control) && !scan.says('logout', control.label);
}

/** A page that only its query tells apart is a place of its own. */
function placeOf(href: string): string {
  const { pathname, search } = new URL(href);
  return namesPage(search) ? pathname + search : pathname;
}

const isHere = (href: string): boolean => placeOf(href) === placeOf(location.href) && placeOf(href) !== '/';

/** A page of this site, but for the home page and what is for everybody: help, terms, other languages. */
function isOwnPlace(scan: Scan, { element, label, href }: Control): boolean {
  if (href === '' || href.startsWith('#') || !(element instanceof HTMLAnchorElement)) return false;
  // What stands in the foot of a page is mostly for everybody, whatever it is called.
  if (native(element, 'closest')(FOOT) !== null && native(element, 'closest')(NAVIGATION) === null) return false;
  if (!/^https?:$/.test(element.protocol) || element.host !== location.host) return false;
  if (element.pathname === '/' && !namesPage(element.search)) return false;
  if (isLanguage(scan, element, label)) return false;
  const called = [element.pathname, saidByQuery(element.search)];
  const isFor = (concept: 'forEveryone' | 'login' | 'logout' | 'signup' | 'forgot'): boolean =>
    scan.saysOnly(concept, label) || called.some((words) => scan.names(concept, words));
  return !isFor('forEveryone') && !isFor('login') && !isFor('logout') && !isFor('signup') && !isFor('forgot');
}

/** A code of a language (RFC 5646), as switches show it. */
const LANGUAGE = /^[a-z]{2,3}(?:[-_][a-z\d]{2,4})?$/i;

/** Shows the same page in another language: it says so, or is called as the language in its address. */
function isLanguage(scan: Scan, element: HTMLAnchorElement, label: string): boolean {
  if (native(element, 'hasAttribute')('hreflang') || scan.saysOnly('languageName', label)) return true;
  const values = [...new URL(element.href).searchParams.values()].map((value) => value.toLowerCase());
  return LANGUAGE.test(label) && values.includes(label.toLowerCase());
}

/** The page has no way onward, and little to read. */
function isBare(scan: Scan, pageText: string, beyond: readonly Control[]): boolean {
  const sends = scan.controls.some((control) => isSending(scan, control));
  // Navigation says by itself whether a page is a place.
  const links = beyond.filter(({ element }) => !scan.everybody.has(placeOf((element as HTMLAnchorElement).href)));
  if (sends ? links.length > MAX_ASIDE : links.length > 0 || pageText.length > MAX_BARE) return false;
  if (hasOutput(scan)) return false;
  const sections = new Set(links.map(({ order }) => scan.headings.findLast((heading) => heading.order < order)));
  if (sections.size > 1 && scan.headings.length > MAX_TITLES && sendsNothingElse(scan)) return false;
  const content = sends ? CONTENT : CONTENT_OR_HELP;
  const counts = (element: Element): boolean =>
    !isFramed(element) &&
    !isForEverybody(scan, element) &&
    scan.sight.isVisible(element as HTMLElement) &&
    !isLayout(scan, element) &&
    !isPictureToScan(element) &&
    !isPressed(scan, element) &&
    !(sends && explains(scan, element));
  return !scan.roots.some((root) => [...native(root, 'querySelectorAll')(content)].some(counts));
}

/** Whether there is a box to read what comes of it, behind what is typed and pressed: empty lines that nobody can write in. A tool has it, and no question. */
const hasOutput = (scan: Scan): boolean =>
  scan.roots
    .flatMap((root) => [...native(root, 'querySelectorAll')<HTMLTextAreaElement>(OUTPUT)])
    .some((box) => {
      const at = scan.orderOf(box);
      const button = scan.controls.find(({ link, label, order }) => !link && label !== '' && order < at);
      const isTyped = scan.fields.some(
        (field) => field.visible && field.editable && field.order < (button?.order ?? 0),
      );
      return isTyped && box.value === '' && scan.sight.isVisible(box) && !isFramed(box);
    });

/** A form to log out with asks nothing: links under headings of their own are the sections of a place. */
const sendsNothingElse = (scan: Scan): boolean =>
  scan.controls.every((control) => !isSending(scan, control) || scan.says('logout', control.label));

/** Nor is what is there to be pressed. */
const isPressed = (scan: Scan, element: Element): boolean =>
  scan.controls.some(
    (control) =>
      !control.link &&
      control.label !== '' &&
      scan.contains(element, control.element) &&
      readText(element) === control.label,
  );

/** The layout of a form is not content. */
const isLayout = (scan: Scan, element: Element): boolean =>
  scan.fields.some((field) => field.visible && scan.contains(element, field.element));

/** What is said in points before a form is mostly why it asks. A list of things has shorter ones. */
function explains(scan: Scan, element: Element): boolean {
  if (native(element, 'localName') !== 'li') return false;
  const text = readText(element);
  const isSaid = text.length > MAX_THING || SENTENCE.test(text);
  const at = scan.orderOf(element);
  return isSaid && scan.controls.some((control) => isSending(scan, control) && at < scan.orderOf(control.element));
}

function isBusy(scan: Scan): boolean {
  const secrets = scan.fields.filter(({ visible, type }) => visible && type === 'password');
  const last = secrets.at(-1);
  if (last === undefined || secrets.some(({ element }) => element.value === '')) return false;
  const senders = scan.controls.filter(({ link, order }) => !link && order > last.order);
  return (
    senders.some(({ disabled, label }) => disabled && label !== '') &&
    !senders.some((one) => couldSend(scan, one) && !one.disabled)
  );
}

/** The form of a password is there, empty, and nothing in it can be used. */
function isDisabled({ fields }: Scan): boolean {
  const secret = fields.find(({ visible, type, element }) => visible && type === 'password' && element.value === '');
  const form = secret?.element.form ?? null;
  if (form === null) return false;
  const inForm = fields.filter(({ element, visible }) => visible && element.form === form);
  return inForm.every(({ element }) => native(element, 'matches')(':disabled'));
}

const isPictureToScan = (element: Element): boolean => native(element, 'localName') === 'canvas' && isSquare(element);

const isSending = (scan: Scan, control: Control): boolean =>
  !control.link &&
  !isInFrame(control) &&
  (native(control.element, 'closest')('form') !== null || scan.fields.some((field) => asksBefore(field, control)));

/** Whether a field that waits to be filled in stands before what is pressed, and neither is in a form, as in applications. */
function asksBefore({ element, type, visible, editable, purpose, order }: Field, control: Control): boolean {
  if (!visible || !editable || order > control.order || element.form !== null || element.value !== '') return false;
  if (type === 'search' || purpose === 'search' || isFramed(element)) return false;
  return native(element, 'getBoundingClientRect')().height < MIN_EDITOR;
}

/** A box that has to be ticked, as the page says; on one that holds little else, terms have to be. */
function isOpenBox(scan: Scan, { element, label }: Choice, bare: boolean): boolean {
  if (element.type !== 'checkbox' || element.checked || element.disabled) return false;
  const isNeeded = isMarkedRequired(element) || (bare && speaksOfTerms(scan, label));
  return isNeeded && scan.sight.isVisible(element.labels?.[0] ?? element);
}

function boxOf(scan: Scan, { element, label }: Choice): LocalBox {
  return { ref: refOf(scan, drawnOf(scan, { element }), label), label, required: true };
}
