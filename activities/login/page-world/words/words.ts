import type { Concept, Named, PhraseIndex, WordIndex } from './index-words.js';
import { type LookUp, lookUpIn, type Phrases, phrasesIn, phrasesOf, type Reading } from './phrases.js';
import { fold, numberedTokensOf, tokensOf } from './text.js';

export type { Concept, Named };

/** Shorter developer words (`otp`, `nl`, `pin`) stand for something only as a token of their own. */
const SUBSTRING_LENGTH = 5;

/** What texts speak of. Remembers each one that it was asked about: there are many questions about the same text. */
export class Words {
  readonly #index: WordIndex;
  readonly #tokens: LookUp;
  #phrases: Phrases;
  #lacksPhrases = false;
  readonly #readings = new Map<string, Reading>();
  readonly #namings = new Map<string, ReadonlySet<Named>>();

  constructor(index: WordIndex) {
    this.#index = index;
    this.#tokens = lookUpIn(index.concepts, index.tokens);
    this.#phrases = phrasesOf(index, null);
  }

  /** Whether text that a person reads speaks of the concept, in any of the languages. */
  says(concept: Concept, text: string): boolean {
    return text !== '' && this.#read(text).said.has(concept);
  }

  /** Whether text that a person reads says nothing but the concept ("Log in", not "Log in to comment"). */
  saysOnly(concept: Concept, text: string): boolean {
    return text !== '' && this.#read(text).only.has(concept);
  }

  /** Whether what a developer wrote (an id, a class, a path) names the concept. Latin words only: that's what they use. */
  names(concept: Named, developerText: string): boolean {
    return developerText !== '' && this.#namedIn(developerText).has(concept);
  }

  /** Whether a text was read in a script whose phrases are not at hand. */
  get lacksPhrases(): boolean {
    return this.#lacksPhrases;
  }

  /** Learns the phrases of all other scripts. */
  learn(others: PhraseIndex): void {
    this.#phrases = phrasesOf(this.#index, others);
    this.#lacksPhrases = false;
    this.#readings.clear();
  }

  #read(text: string): Reading {
    const known = this.#readings.get(text);
    if (known !== undefined) return known;
    const reading = phrasesIn(fold(text), this.#phrases);
    this.#readings.set(text, reading);
    this.#lacksPhrases ||= reading.lacksPhrases;
    return reading;
  }

  #namedIn(developerText: string): ReadonlySet<Named> {
    const known = this.#namings.get(developerText);
    if (known !== undefined) return known;
    const found = conceptsNamed(developerText, this.#index.keyLength, this.#tokens);
    this.#namings.set(developerText, found);
    return found;
  }
}

function conceptsNamed(developerText: string, keyLength: number, words: LookUp): Set<Named> {
  const found = new Set<Named>();
  const note = (word: string): void => {
    for (const { concept, phrases } of words(word.slice(0, keyLength)))
      if (phrases.includes(word)) found.add(concept as Named);
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
