import sentence from '../page-world/words/sentence.json' with { type: 'json' };

/** As pages are read; see page-world/words/sentences.ts. */
const ENDS = new RegExp(
  `${sentence.behind}(?:${[sentence.stops, ...Object.values(sentence.fullStops)].join('|')})`,
  'gu',
);

/** A text in parts, each of which ends with its stop, but for the last one where it has none. */
export function partsOf(text: string): { readonly text: string; readonly isEnded: boolean }[] {
  const parts: { text: string; isEnded: boolean }[] = [];
  let from = 0;
  for (const { 0: stop, index } of text.matchAll(ENDS)) {
    parts.push({ text: text.slice(from, index + stop.length), isEnded: true });
    from = index + stop.length;
  }
  return from < text.length ? [...parts, { text: text.slice(from), isEnded: false }] : parts;
}
