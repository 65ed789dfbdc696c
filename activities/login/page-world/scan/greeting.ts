import { SENTENCE } from '../words/sentences.js';
import type { Scan } from './scan.js';

/** In words: what is longer is no name of a page, and so many does a greeting take. */
const SHORT_LINE = 6;
const GREETING = 4;

/** Whether a page welcomes somebody. */
export const greetsIn = (scan: Scan, pageText: string): boolean =>
  pageText.split(' · ').some((line) => scan.says('greeting', beginningOf(line)));

/** Whether a line does no more than that. */
export const isGreeting = (scan: Scan, line: string): boolean =>
  line.split(' ').length <= SHORT_LINE && scan.says('greeting', line);

/** A sentence that greets begins with it: "To protect your account, confirm your address." does not. */
function beginningOf(line: string): string {
  const words = line.split(' ');
  return words.length > SHORT_LINE && SENTENCE.test(line) ? words.slice(0, GREETING).join(' ') : line;
}
