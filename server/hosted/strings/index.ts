import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { de } from './de.js';
import { en, type Strings } from './en.js';

export type { ErrorWords, Strings } from './en.js';

/** The languages of the page, the default first. */
export const LANGUAGES: readonly Strings[] = [en, de];

/**
 * The first language wanted that there is.
 * @param wanted language tags (RFC 5646), the most wanted first
 */
export function stringsFor(wanted: readonly string[]): Strings {
  const known = wanted.flatMap((tag) => {
    const primary = tag.toLowerCase().split('-')[0];
    return LANGUAGES.filter(({ locale }) => locale === primary);
  });
  return known[0] ?? en;
}

export const StringsContext = createContext<Strings>(en);
export const useStrings = (): Strings => useContext(StringsContext);

const sameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString();

/**
 * A moment as a person says it: the time, with the day where it is not today.
 * @param at RFC 3339
 */
export function sayTime(at: string, { locale }: Strings, withSeconds = false): string {
  const date = new Date(at);
  const timeStyle = withSeconds ? 'medium' : 'short';
  const dateStyle = sameDay(date, new Date()) ? undefined : 'medium';
  return new Intl.DateTimeFormat(locale, { timeStyle, dateStyle }).format(date);
}
