import type { Scrubber } from '../evidence/scrub.js';
import { answersOf } from '../judge/left-step.js';
import type { ViewButton } from '../page-world/view.js';
import { type Found, isForEveryone } from './evidence.js';

/**
 * What a page can be answered with, apart from the way out. What everybody may press on a page for everybody is no answer, nor is the name of who is known
 * there: that is a menu.
 */
export function ownAnswers(scrub: Scrubber, found: Pick<Found, 'member' | 'stranger'>): ViewButton[] {
  const { member, stranger } = found;
  const answers = answersOf(member.seen.view).filter(({ leadsAway }) => !leadsAway);
  if (!isForEveryone(found)) return answers;
  const offered = new Set(stranger.seen.view.buttons.map(({ label }) => label));
  return answers.filter(({ label }) => !offered.has(label) && !scrub.isValue(label));
}
