import type { Scrubber } from '../evidence/scrub.js';

/** Address without query and fragment, which may hold what is good for one visit only. */
export const withoutQuery = (address: string): string => {
  const { origin, pathname } = new URL(address);
  return origin + pathname;
};

/** Parameters that are good for one visit, say where to go next, or only tell of the visit itself. */
const FLEETING =
  /^(?:code|state|ticket|nonce|iss|.*token.*|.*session.*|.*sid|saml.*|relaystate|sig|signature|otp|oauth.*|jwt|assertion|.*auth.*|.*key|hash|_?csrf.*|error.*|msg|message|flash|status|success|logged.?in|from|next|return.*|redirect.*|continue|goto|dest.*|utm_.*|[gf]clid|ts?|time.*|rnd|random|_)$/i;
/** Longer values are made for one visit, and so are mixtures of letters and digits. */
const MAX_VALUE = 40;
const MADE_UP = /(?=[^\s]*\d)(?=[^\s]*[a-z])[\w-]{16,}/i;
/** A fragment that names a place: words and slashes, as routers in the browser write them. */
const ROUTE = /^#!?[\p{L}\p{N}/._~@:,=&-]{1,80}$/u;

const lasts = ([name, value]: readonly [string, string]): boolean =>
  !FLEETING.test(name) && value.length <= MAX_VALUE && !MADE_UP.test(value);

/** What a parameter is called is the site's own word, unless it is all that there is of it. */
const saidBy = ([name, value]: readonly [string, string]): string => (value === '' ? name : value);

/**
 * An address as it can be opened again: with the parts of its query and its fragment that say what is shown, and to whom ("?company=7",
 * "?username=ada", "#/inbox"), without those that were made for one visit, or that hold a secret which somebody typed.
 */
export function lastingAddress(address: string, scrub: Scrubber): string {
  const url = new URL(address);
  const kept = [...url.searchParams].filter((pair) => lasts(pair) && !scrub.holdsSecret(saidBy(pair)));
  const query = kept.length === 0 ? '' : `?${new URLSearchParams(kept)}`;
  const fragment = lastingFragment(url.hash);
  return withoutQuery(address) + query + (scrub.holdsSecret(fragment) ? '' : fragment);
}

/** Whether a site is asked for the same page: one that only its query tells apart is a place of its own. A fragment stays in the browser. */
export const isSameRequest = (one: string, other: string, scrub: Scrubber): boolean =>
  asked(one, scrub) === asked(other, scrub);

const asked = (address: string, scrub: Scrubber): string | undefined => lastingAddress(address, scrub).split('#')[0];

function lastingFragment(hash: string): string {
  if (!ROUTE.test(decoded(hash)) || MADE_UP.test(hash)) return '';
  return hash.includes('=') && ![...new URLSearchParams(hash.replace(/^#!?[^?=]*\?|^#!?/, ''))].every(lasts)
    ? ''
    : hash;
}

/** Words and numbers behind slashes. What mixes the two may be made for one visit, and a long word may be made up. */
const SHOWN_ROUTE = /^#!?(?:\/(?:[\p{L}\p{M}_-]{1,24}|\d{1,6}))+\/?$/u;

/** The fragment of an address where that is a route of the page, as it may be shown: it says which office, which tab. Never one that may be a token. */
export function shownRoute(address: string, scrub: Scrubber): string {
  const { hash } = new URL(address);
  return SHOWN_ROUTE.test(decoded(hash)) && !scrub.holdsValue(decoded(hash)) ? hash : '';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
