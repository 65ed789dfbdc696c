import barred from './barred.json' with { type: 'json' };
import { fold } from './fold.js';
import { SentencePatterns } from './sentence-patterns.js';
import signedOut from './signed-out.json' with { type: 'json' };
import states from './states.json' with { type: 'json' };
import triesLeft from './tries-left.json' with { type: 'json' };

const lists = { ...states, ...barred, ...signedOut, ...triesLeft };

/** What a site can say about a login, apart from whether it goes on. */
export type SiteState = keyof typeof lists;

/** Patterns by language. `unless`: what makes a sentence that sounds like it something else, such as "will be locked after two more". */
interface Listed {
  readonly says: Readonly<Record<string, readonly string[]>>;
  readonly unless?: Readonly<Record<string, readonly string[]>>;
}

const NAMES = Object.keys(lists) as SiteState[];
/**
 * A sentence with the mark that ends it. A dot is none between digits (an address, a time), behind a short word that the sentence goes on after, in small letters,
 * or where it stands for "number".
 */
const SENTENCE =
  /(?:[^.!?…。！？؟।|·•\n]|(?<=\d)\.(?=\d)|(?<=(?<![\p{L}\p{M}])\p{L}{1,3})\.(?=\s+\p{Ll}|\p{L}\.)|(?<=(?<![\p{L}\p{M}])(?:[Nn]r|[Nn]o|[Nn]úm|č|št|sz|[Bb]r))\.(?=\s*\d))+[.!?…。！？؟।]*/gu;
const QUESTION = /[?？؟]/;
/** How many sentences are remembered: a page is read many times. */
const MAX_KNOWN = 2_000;

const known = new Map<string, ReadonlySet<SiteState>>();
let patterns: SentencePatterns<`${SiteState}` | `not ${SiteState}`> | null = null;

/** Whether a text says so, in one of its sentences. What it asks ("Account locked?") it does not say. */
export const says = (state: SiteState, text: string): boolean =>
  sentencesOf(text).some((sentence) => statesIn(sentence).has(state));

/** The sentences of a text, folded, without its questions. */
export const sentencesOf = (text: string): string[] =>
  [...text.matchAll(SENTENCE)]
    .map(([sentence]) => sentence)
    .filter((sentence) => !QUESTION.test(sentence))
    .map(fold);

function statesIn(sentence: string): ReadonlySet<SiteState> {
  const before = known.get(sentence);
  if (before !== undefined) return before;
  patterns ??= compiled();
  const names = patterns.namesIn(sentence);
  const states = new Set(NAMES.filter((state) => names.has(state) && !names.has(`not ${state}`)));
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(sentence, states);
  return states;
}

/** Made when a site says something for the first time: most logins need none of it. */
function compiled(): NonNullable<typeof patterns> {
  const made: NonNullable<typeof patterns> = new SentencePatterns();
  for (const state of NAMES) {
    const { says: meant, unless = {} }: Listed = lists[state];
    for (const pattern of Object.values(meant).flat()) made.add(state, pattern);
    for (const pattern of Object.values(unless).flat()) made.add(`not ${state}`, pattern);
  }
  return made;
}
