import type { ProposedForm } from '../proposal.js';
import type { FrameView } from './frame-view.js';
import { scan } from './scan.js';
import { learnPhrases } from './words.js';

/**
 * What the bundle evaluates to: reads the page it runs in.
 * @param proposals forms that somebody says are here
 * @param phrases of scripts other than plain letters, as JSON: for a page that was found to need them; null elsewhere
 */
export function read(proposals: readonly ProposedForm[], phrases: string | null): FrameView {
  if (phrases !== null) learnPhrases(JSON.parse(phrases));
  return scan(proposals);
}
