import sentence from './sentence.json' with { type: 'json' };

/**
 * What ends a sentence: a full stop has a space behind it ("10.30" and "example.com" go on), and shortens no word and counts nothing ("Dr. Meyer", "3. Mai"). Those of
 * Chinese, Hindi, Khmer and others need no space.
 */
export const SENTENCE = new RegExp(
  `${sentence.behind}(?:${[sentence.stops, ...Object.values(sentence.fullStops)].join('|')})`,
  'u',
);
