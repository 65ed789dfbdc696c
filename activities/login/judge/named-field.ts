import type { ViewField } from '../page-world/view.js';
import { fold } from '../read/fold.js';
import type { Observation } from '../read/observation.js';
import { sentencesOf } from '../read/states.js';
import type { Rule, Seen } from './rule.js';
import { namesLogin, saysNo } from './site-words.js';
import { asksTheSame } from './submission.js';

/**
 * The site says no to a field that it calls by its own name: "The branch number is wrong." What was sent beside it is not what was wrong. Where it names the
 * name or the password as well, or several fields, nobody knows.
 */
export const refusedByName: Rule = (seen) => {
  const { before, after, submitted, words } = seen;
  if (!after.mayHaveSent || !asksTheSame(before.view, after.view, submitted)) return null;
  const texts = (words.messages.length > 0 ? words.messages : words.lines).filter((text) => noesIn(text).length > 0);
  const [field, ...others] = texts.flatMap(noesIn).map((sentence) => nameOf(seen, sentence));
  if (field === undefined || field === null || others.some((other) => other !== field)) return null;
  return { kind: 'refused', fields: [field], words: texts.join(' '), reason: 'new_words' };
};

const noesIn = (text: string): string[] => sentencesOf(text).filter(saysNo);

/** The one field of a kind of its own that a sentence calls by its label or stands at, where it names nothing else that was sent. */
function nameOf({ before, after, submitted }: Seen, sentence: string): string | null {
  const sent = (before.view.best?.fields ?? []).filter((field) =>
    submitted.fields.some(({ name }) => name === field.name),
  );
  const at = sent.filter(
    (field) => hintsIn(after, field).includes(sentence) && !hintsIn(before, field).includes(sentence),
  );
  const named = at.length > 0 ? at : sent.filter(({ label }) => withoutLabel(sentence, label) !== null);
  const [field] = named;
  if (named.length !== 1 || field === undefined || field.role !== 'custom') return null;
  return namesLogin(withoutLabel(sentence, field.label) ?? sentence) ? null : field.name;
}

const hintsIn = ({ view }: Observation, { name }: ViewField): string[] =>
  sentencesOf(view.best?.fields.find((field) => field.name === name)?.hint ?? '');

/** A sentence less the words of a label, in whatever form they have there; null where one of them is not in it. */
export function withoutLabel(sentence: string, label: string): string | null {
  const parts = fold(label).match(LETTERS) ?? [];
  if (parts.length === 0) return null;
  const words = sentence.split(BETWEEN);
  for (const part of parts) {
    const at = words.findIndex((word) => isIn(word, part));
    if (at === -1) return null;
    words[at] = (words[at] ?? '').replace(part, ' ');
  }
  return words.join('');
}

const isIn = (word: string, part: string): boolean => (SHORT.test(part) ? word === part : word.includes(part));

const LETTERS = /[\p{L}\p{M}\p{N}]+/gu;
const BETWEEN = /(?<=[^\p{L}\p{M}\p{N}])|(?=[^\p{L}\p{M}\p{N}])/u;
/** Stands in too many other words. */
const SHORT = /^[\p{Script=Latin}\p{N}]{1,3}$/u;
