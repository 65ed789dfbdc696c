import { indexWords, type WordIndex } from './index-words.js';

/** Left out of the bundle: the build puts in what this comes to. */
export const WORDS: WordIndex = indexWords();
