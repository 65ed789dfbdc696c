import type { Named } from '../words/words.js';
import type { Scan } from './scan.js';

/** What an address can lead to, for which many sites have one path and tell the pages apart by the query. */
const PLACES: Named[] = ['signup', 'recovery', 'forgot', 'change', 'login'];
/** These carry the address or the name of another page, mostly the one to come back to. */
const ELSEWHERE = /^(?:next|from|to|goto|url|back|ref|dest|target|service|continue|re(?:turn|direct|fer))/i;
/** A word, not an address, a token or a text. */
const WORD = /^[a-z][\w-]{1,30}$/i;

/**
 * Path and fragment of an address. Where words of the query name a place (`?action=register`, `?do=login`), they say it
 * better than the path in front of them does.
 */
export function pathOf(scan: Scan, address: string): string {
  const path = address.replace(/\?[^#]*/, '').replace(/^[a-z]+:\/\/[^/]*/i, '');
  const words = wordsOf(/\?([^#]*)/.exec(address)?.[1] ?? '');
  return PLACES.some((place) => scan.names(place, words)) ? words : path;
}

function wordsOf(query: string): string {
  return [...new URLSearchParams(query)]
    .filter(([key, value]) => !ELSEWHERE.test(key) && WORD.test(value))
    .map(([, value]) => value)
    .join(' ');
}
