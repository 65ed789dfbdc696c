import words from './words.json' with { type: 'json' };

/** Accents and case aside. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();

const says =
  (phrases: readonly string[]) =>
  (text: string): boolean => {
    const folded = fold(text);
    return phrases.some((phrase) => folded.includes(fold(phrase)));
  };

export const saysLocked = says(words.locked);
export const saysWait = says(words.rate_limited);
export const saysBot = says(words.bot);
export const aboutIdentifier = says(words.identifier);
export const aboutCode = says(words.code);
export const aboutPassword = says(words.password);
export const soundsRefused = says(words.refused);
