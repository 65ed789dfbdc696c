import type { Observation } from '../read/observation.js';
import type { SiteWords } from './site-words.js';
import type { Submission } from './submission.js';
import type { Judged } from './verdict.js';

/** What the rules look at. */
export interface Seen {
  readonly before: Observation;
  readonly after: Observation;
  readonly submitted: Submission;
  /** What the site says since. */
  readonly words: SiteWords;
  /** Whether the page asks for something that belongs to a login. */
  readonly asks: boolean;
}

/** @returns null where it has nothing to say about the page */
export type Rule = (seen: Seen) => Judged | null;
