import { fold, numberedTokensOf, tokensOf } from './text.js';
import actions from './words/actions.json' with { type: 'json' };
import fields from './words/fields.json' with { type: 'json' };
import steps from './words/steps.json' with { type: 'json' };

const LISTS: Record<string, Record<string, readonly string[] | undefined> | undefined> = {
  ...fields,
  ...actions,
  ...steps,
};

export type Concept = keyof typeof fields | keyof typeof actions | keyof typeof steps;

/** Scripts that don't put spaces between words: there a word counts wherever it stands. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
/** Shorter developer words (`otp`, `nl`, `pin`) stand for something only as a token of their own. */
const SUBSTRING_LENGTH = 5;
/** Very short words of one language are something else in another. */
const SHORTEST_TOKEN = 4;

interface Matcher {
  text: RegExp;
  whole: RegExp;
  tokens: Set<string>;
  substrings: string[];
}

const matchers = new Map<Concept, Matcher>();

/** Whether text that a person reads speaks of the concept, in any of the languages. */
export function says(concept: Concept, text: string): boolean {
  return text !== '' && matcherOf(concept).text.test(fold(text));
}

/** Whether text that a person reads says nothing but the concept ("Log in", not "Log in to comment"). */
export function saysOnly(concept: Concept, text: string): boolean {
  return text !== '' && matcherOf(concept).whole.test(fold(text));
}

/** Whether what a developer wrote (an id, a class, a path) names the concept. Latin words only: that's what they use. */
export function names(concept: Concept, developerText: string): boolean {
  if (developerText === '') return false;
  const { tokens: words, substrings } = matcherOf(concept);
  const tokens = tokensOf(developerText);
  if (tokens.some((token, index) => words.has(token) || words.has(token + (tokens[index + 1] ?? '')))) return true;
  if (numberedTokensOf(developerText).some((token) => words.has(token))) return true;
  return tokens.some((token) => substrings.some((word) => token.startsWith(word) || token.endsWith(word)));
}

function matcherOf(concept: Concept): Matcher {
  const known = matchers.get(concept);
  if (known !== undefined) return known;
  const built = build(LISTS[concept]!);
  matchers.set(concept, built);
  return built;
}

function build(list: Record<string, readonly string[] | undefined>): Matcher {
  const spaced = new Set<string>();
  const unspaced = new Set<string>();
  const tokens = new Set<string>();
  for (const [language, words] of Object.entries(list)) {
    for (const word of words ?? []) {
      const folded = fold(word);
      if (UNSPACED.test(word)) unspaced.add(folded);
      else if (language !== 'dev') spaced.add(folded);
      const squashed = folded.replace(/[^a-z\d]/g, '');
      const isOneWord = folded.length === squashed.length && squashed.length >= SHORTEST_TOKEN;
      if (language === 'dev' || language === 'en' || isOneWord) tokens.add(squashed);
    }
  }
  tokens.delete('');
  const words = [...spaced].map(pattern);
  const parts = words.length > 0 ? [`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`] : [];
  if (unspaced.size > 0) parts.push([...unspaced].map(pattern).join('|'));
  const all = [...spaced, ...unspaced].map(pattern).join('|');
  return {
    text: new RegExp(parts.join('|'), 'u'),
    whole: new RegExp(`^[^\\p{L}\\p{N}]*(?:${all})[^\\p{L}\\p{N}]*$`, 'u'),
    tokens,
    substrings: [...tokens].filter((word) => word.length >= SUBSTRING_LENGTH),
  };
}

/** A star at the end of a listed word stands for any ending, elsewhere for one word in between. */
function pattern(word: string): string {
  return word
    .split(/(\*)/)
    .map((part, index, all) => {
      if (part !== '*') return part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
      return index >= all.length - 2 && word.endsWith('*') ? '[\\p{L}\\p{N}]*' : '\\S+';
    })
    .join('');
}
