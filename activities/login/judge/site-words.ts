import type { Observation } from '../read/observation.js';
import { asksForLogin } from '../read/seen-page.js';
import { type SiteState, says, sentencesOf } from '../read/states.js';
import {
  aboutAllTogether,
  aboutCode,
  aboutIdentifier,
  aboutPassword,
  soundsMissing,
  soundsRefused,
} from '../read/words.js';

/** What a site says after a submit. */
export interface SiteWords {
  /** Messages that were not there before, those in boxes of the browser first. */
  readonly messages: readonly string[];
  /** Other lines that were not there before. */
  readonly lines: readonly string[];
  /** Messages that stood there before as well, on a document that came since, or that the page has put there once more. */
  readonly repeated: readonly string[];
}

const NOTHING: SiteWords = { messages: [], lines: [], repeated: [] };
/** A page that is there to say no says little else. */
const SHORT = 20;
/** More new lines than this are another page. */
const FEW = 3;

/** What the site says that it did not say before. What stands behind a finished login is no word about it. */
export function wordsAfter(before: Observation, after: Observation): SiteWords {
  const { view } = after;
  if (!asksForLogin(view) && view.evidence.logout) return NOTHING;
  const said = new Set(before.view.alerts.map(({ text }) => text));
  const alerts = view.alerts.map(({ text }) => text).filter((text) => text !== '');
  const boxes = after.boxes.map(({ words }) => words);
  // What a button offers ("Later") is not what the site says.
  const known = new Set([...before.lines, ...textsAround(before), ...view.buttons.map(({ label }) => label)]);
  const lines = [...new Set([...after.lines, ...textsAround(after)])].filter((line) => !known.has(line));
  const isLoud = (line: string): boolean =>
    line === view.title || view.evidence.headings.some((heading) => heading.includes(line) || line.includes(heading));
  const isError = (after.status ?? 200) >= 400;
  return {
    messages: [...boxes, ...alerts.filter((text) => !said.has(text))],
    // Of a page without a form only what it is about counts, unless it says little, or is an error as a whole.
    lines: asksForLogin(view) || after.lines.size <= SHORT || isError ? lines : lines.filter(isLoud),
    repeated: alerts.filter((text) => said.has(text) && isSaidAnew(after, text)),
  };
}

/** Whether what stands there as before came since: with another document, or put there once more. */
export const isSaidAnew = ({ status, drawn }: Observation, text: string): boolean =>
  status !== null || [...drawn].some((piece) => piece.includes(text));

/** Some sites say it in the field itself, or in the title of the page. */
const textsAround = ({ view }: Observation): string[] =>
  [view.title, ...(view.best?.fields ?? []).flatMap(({ placeholder, hint }) => [placeholder ?? '', hint ?? ''])].filter(
    (text) => text !== '',
  );

/** The texts that say so; null where there is none. */
export const wordsThat = (words: SiteWords, state: SiteState): string | null =>
  textsThat(words, (text) => says(state, text));

/** The texts of which it holds; null where it does of none. */
export function textsThat({ messages, lines }: SiteWords, holds: (text: string) => boolean): string | null {
  const found = [...messages, ...lines].filter(holds);
  return found.length === 0 ? null : [...new Set(found)].join(' ');
}

/** What the site says, less the texts that are of one kind. */
export const without = ({ messages, lines, repeated }: SiteWords, isLeft: (text: string) => boolean): SiteWords => {
  const other = (texts: readonly string[]): string[] => texts.filter((text) => !isLeft(text));
  return { messages: other(messages), lines: other(lines), repeated: other(repeated) };
};

/** States of a site in which it refuses no value, whatever else it says in the same sentence. */
const OTHERWISE: readonly SiteState[] = ['stale', 'outage', 'timed_out', 'aside', 'elsewhere'];

/** Whether a text refuses a value: in a statement of its own that speaks of nothing else. */
export const refuses = (text: string): boolean =>
  sentencesOf(text).some(
    (sentence) =>
      (isClear(sentence) || (soundsRefused(sentence) && !says('progress', sentence))) && !speaksOtherwise(sentence),
  );

/** Whether a sentence says no to something, whatever that is. */
export const saysNo = (sentence: string): boolean =>
  (soundsRefused(sentence) || soundsMissing(sentence)) && !says('progress', sentence) && !isOtherwise(sentence);

const isOtherwise = (text: string): boolean => OTHERWISE.some((state) => says(state, text));

const speaksOtherwise = (text: string): boolean =>
  isOtherwise(text) || refusesOther(text) || (says('not_now', text) && !namesLogin(text));

/** Whether a text says no to what is no value of a login: "Invalid request", "Wrong company code", "Login failed: the server is silent". */
const refusesOther = (text: string): boolean =>
  says('besides', text) && (soundsRefused(text) || says('refused', text)) && !namesLogin(text);

/** The words by which the site refuses something that was none of the values; null where it refuses one as well. */
export function otherRefusal({ messages, lines }: SiteWords): string | null {
  const said = messages.length > 0 ? messages : lines;
  const found = said.filter((text) => sentencesOf(text).some(refusesOther));
  return found.length === 0 || said.some(refuses) ? null : found.join(' ');
}

/** Whether a sentence names what was sent and says no to it; "No" alone is not clear. */
const isClear = (text: string): boolean =>
  sentencesOf(text).some(
    (sentence) =>
      says('refused', sentence) ||
      // Who has two tries left has used up one.
      says('tries_left', sentence) ||
      (namesValue(sentence) && (soundsRefused(sentence) || soundsMissing(sentence))) ||
      // A device is not recognized, either, and a code is what it is asked for with.
      (namesLogin(sentence) && says('unrecognised', sentence)),
  );

/** Whether a text names what can be sent in a login. */
export const namesValue = (text: string): boolean =>
  [aboutPassword, aboutIdentifier, aboutCode, aboutAllTogether].some((names) => names(text));

/** The words by which the site refuses; other lines only where no message does. */
export function refusal(
  { messages, lines }: SiteWords,
  which: 'any message' | 'any text' | 'clear text',
): string | null {
  const clear = (text: string): boolean => isClear(text) && refuses(text);
  const loud = messages.filter(which === 'clear text' ? clear : refuses);
  const found = loud.length > 0 ? loud : lines.filter(which === 'any text' ? refuses : clear);
  return found.length === 0 ? null : found.join(' ');
}

/** What stands between marks within a sentence. */
const PART = /[^,，、;；؛،:：–—]+/gu;

/**
 * Whether a text says no to what one logs in with in one part of a sentence, whatever the rest is about: "Error while logging in: wrong password",
 * "Impossible d'ouvrir une session : mot de passe non valide".
 */
export const blamesInPart = (text: string): boolean => sentencesOf(text).flatMap(partsOf).some(blames);

/** "Could not log this user in" blames nobody. */
const blames = (part: string): boolean =>
  (namesLogin(part) && (soundsRefused(part) || soundsMissing(part))) ||
  ((aboutPassword(part) || aboutAllTogether(part)) && says('refused', part));

/** Whether a text that names a value says so only by words of several parts: "Sesija nav sākta: parole nederīga". */
export const isAcrossParts = (state: SiteState, text: string): boolean => {
  const told = sentencesOf(text).filter((sentence) => says(state, sentence));
  const isInOne = (sentence: string): boolean => partsOf(sentence).some((part) => says(state, part));
  return told.length > 0 && told.every((sentence) => namesLogin(sentence) && !isInOne(sentence));
};

const partsOf = (sentence: string): readonly string[] => sentence.match(PART) ?? [];

/** Whether a text names what one logs in with, but for a code. */
export const namesLogin = (text: string): boolean =>
  [aboutPassword, aboutIdentifier, aboutAllTogether].some((names) => names(text));

/** "Wrong password or account not active" leaves open which of the two it is. */
export const leavesOpen = (text: string): boolean => says('either', text) && (namesLogin(text) || soundsMissing(text));

/** Whether the site says in so many words that the name or the password is wrong, and not that it may be the captcha. */
export function refusesValues(words: SiteWords): boolean {
  const said = refusal(words, 'clear text');
  return said !== null && namesLogin(said) && !says('captcha', said);
}

/** New messages that no rule could read, which a person can. Those that only say that the page is at work say nothing. */
export function unread({ messages }: SiteWords): string | null {
  const found = messages.filter((text) => !says('progress', text));
  return found.length === 0 ? null : found.join(' ');
}

/** Other new lines that no rule could read. */
const unreadLines = ({ lines }: SiteWords): string[] =>
  lines.filter((text) => /\p{L}{2}/u.test(text) && !says('progress', text));

/** Whether the site says nothing at all. */
export const isSilent = (words: SiteWords): boolean => unread(words) === null && unreadLines(words).length === 0;

/** What a person is told where no rule could read it: messages, or what else is new if it is little. */
export function told(words: SiteWords): string | null {
  const lines = unreadLines(words);
  return unread(words) ?? (lines.length === 0 || lines.length > FEW ? null : lines.join(' '));
}
