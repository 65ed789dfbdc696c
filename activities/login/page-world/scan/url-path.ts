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

/** These are of one visit, and name no page. */
const OF_VISIT = /^(?:utm_.*|[gf]clid|_.*|.*token.*|.*session.*|.*sid|csrf.*|code|state|nonce|ts?|cancel)$/i;
/** All that is said by a parameter with such a value is what it is called (`?logout=1`). */
const YES = /^(?:|1|true|yes)$/i;

/** Whether a query names a page of its own. */
export const namesPage = (query: string): boolean =>
  [...new URLSearchParams(query)].some(([key]) => !ELSEWHERE.test(key) && !OF_VISIT.test(key));

/** What a query says of the page that it leads to. */
export const saidByQuery = (query: string): string =>
  [wordsOf(query), ...[...new URLSearchParams(query)].filter(([, value]) => YES.test(value)).map(([key]) => key)].join(
    ' ',
  );

function wordsOf(query: string): string {
  return [...new URLSearchParams(query)]
    .filter(([key, value]) => !ELSEWHERE.test(key) && WORD.test(value))
    .map(([, value]) => value)
    .join(' ');
}
