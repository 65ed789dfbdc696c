import type { Concept, Named, PhraseIndex } from './index-words.js';
import { addPhrases, phrasesIn, type Reading } from './phrases.js';
import { fold, numberedTokensOf, tokensOf } from './text.js';
import { WORDS } from './word-index.js';

export type { Concept, Named };

/** Shorter developer words (`otp`, `nl`, `pin`) stand for something only as a token of their own. */
const SUBSTRING_LENGTH = 5;

/** The same text is asked about many concepts. */
const readings = new Map<string, Reading>();
const namings = new Map<string, ReadonlySet<Named>>();

/** Whether text that a person reads speaks of the concept, in any of the languages. */
export const says = (concept: Concept, text: string): boolean => text !== '' && readingOf(text).said.has(concept);

/** Whether text that a person reads says nothing but the concept ("Log in", not "Log in to comment"). */
export const saysOnly = (concept: Concept, text: string): boolean => text !== '' && readingOf(text).only.has(concept);

/** Whether what a developer wrote (an id, a class, a path) names the concept. Latin words only: that's what they use. */
export const names = (concept: Named, developerText: string): boolean =>
  developerText !== '' && namingOf(developerText).has(concept);

/** Learns the phrases of all other scripts. */
export function learnPhrases(others: PhraseIndex): void {
  addPhrases(others);
  readings.clear();
}

function readingOf(text: string): Reading {
  const known = readings.get(text) ?? phrasesIn(fold(text));
  readings.set(text, known);
  return known;
}

function namingOf(developerText: string): ReadonlySet<Named> {
  const known = namings.get(developerText) ?? conceptsNamed(developerText);
  namings.set(developerText, known);
  return known;
}

function conceptsNamed(developerText: string): Set<Named> {
  const found = new Set<Named>();
  const note = (word: string): void => {
    if (!Object.hasOwn(WORDS.tokens, word)) return;
    for (const concept of (WORDS.tokens[word] ?? '').split(' ')) found.add(concept as Named);
  };
  const tokens = tokensOf(developerText);
  for (const [index, token] of tokens.entries()) {
    note(token);
    note(token + (tokens[index + 1] ?? ''));
    for (let length = SUBSTRING_LENGTH; length < token.length; length += 1) {
      note(token.slice(0, length));
      note(token.slice(-length));
    }
  }
  for (const token of numberedTokensOf(developerText)) note(token);
  return found;
}
