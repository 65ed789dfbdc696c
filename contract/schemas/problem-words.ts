/** What is wrong with a member that a caller gave, in our own words. They come from the schema alone, so that no value is quoted. */
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type TooMuch = z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall;

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** What is counted, where it is no number. */
const UNITS: Readonly<Record<string, string>> = { string: 'characters', array: 'items', set: 'items' };

/** How zod's own messages begin, which are used where a rule has none. */
const WITHOUT_WORDS = 'Invalid ';
const OF_A_NAME = 'Unrecognized ';

const limit = ({ origin }: TooMuch, edge: number | bigint, word: string): string => {
  if (word === 'at least' && UNITS[origin] !== undefined && Number(edge) === 1) return 'must not be empty';
  const unit = UNITS[origin];
  return `must ${unit === undefined ? 'be' : 'have'} ${word} ${edge}${unit === undefined ? '' : ` ${unit}`}`;
};

function wordsOf(issue: Issue, isMissing: boolean): string {
  if (isMissing && issue.code !== 'unrecognized_keys') return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? 'of another type'}`;
    case 'unrecognized_keys':
      return issue.message.startsWith(OF_A_NAME) ? 'is not known here' : issue.message;
    case 'too_big':
      return limit(issue, issue.maximum, issue.inclusive === false ? 'less than' : 'at most');
    case 'too_small':
      return limit(issue, issue.minimum, issue.inclusive === false ? 'more than' : 'at least');
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ') || 'empty'}`;
    case 'invalid_key':
      return `is a name that cannot be used${ofFirst(issue.issues)}`;
    default:
      return issue.message.startsWith(WITHOUT_WORDS) ? 'does not have the form that it must have' : issue.message;
  }
}

const ofFirst = ([first]: readonly Issue[]): string => (first === undefined ? '' : `: ${wordsOf(first, false)}`);

function isAbsent(input: unknown, path: readonly PropertyKey[]): boolean {
  let at = input;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return true;
    at = (at as Record<PropertyKey, unknown>)[part];
  }
  return at === undefined;
}

/**
 * What is wrong with the member that an issue is about, to be read after its name.
 * @param input all of what was given: whether the member is there at all
 */
export const problemOf = (issue: Issue, input: unknown): string => wordsOf(issue, isAbsent(input, issue.path));
