/** When the tokens end that pages keep in storage, as far as they say so. */
import { timeIn, timeOf } from './plausible-time.js';
import { isAside, isOfIdToken, isOfRefresh, isOfSession } from './session-names.js';

/** What a stored value says of a token's end. */
export interface TokenEnd {
  /** `access` is good for a while; `refresh` gets the next one; `id` says who somebody is. */
  readonly kind: 'access' | 'refresh' | 'id';
  /** Ms since the epoch; null where it does not say. */
  readonly at: number | null;
}

/** What is stored deeper than this is a page's data. */
const MAX_DEPTH = 4;
/** A larger value is a cached answer. */
const MAX_LETTERS = 200_000;
const MAX_MEMBERS = 200;
/** A shorter text is no secret. */
const MIN_TOKEN = 16;

/** The tokens that a stored value is or holds. */
export function tokensIn(name: string, value: string, now: number): TokenEnd[] {
  if (value.length > MAX_LETTERS) return [];
  const own = jwtIn(name, value, now);
  if (own !== null) return isAside(name) ? [] : [own];
  const stored = parseObject(value);
  if (stored === null) return isWhole(name, value) ? [opaque(name)] : [];
  return inObject(name, stored, now, MAX_DEPTH);
}

/** A JWT's end (RFC 7519 section 4.1.4); null where the text is none. */
export function jwtIn(name: string, text: string, now: number): TokenEnd | null {
  const match = /^"?(?:Bearer )?[\w-]{8,}\.([\w-]{8,})\.[\w-]*"?$/.exec(text);
  const claims = match?.[1] === undefined ? null : parseObject(Buffer.from(match[1], 'base64url').toString('utf8'));
  if (claims === null) return null;
  return { kind: kindOf(name, claims), at: timeOf(claims.exp, now) };
}

/** By OpenID Connect Core section 2, an ID token alone has these; Keycloak writes down what a token is. */
function kindOf(name: string, claims: Readonly<Record<string, unknown>>): TokenEnd['kind'] {
  if (isOfRefresh(name) || /^(?:refresh|offline)$/i.test(String(claims.typ ?? ''))) return 'refresh';
  return isOfIdToken(name) || 'at_hash' in claims || 'nonce' in claims ? 'id' : 'access';
}

function inObject(name: string, stored: Readonly<Record<string, unknown>>, now: number, depth: number): TokenEnd[] {
  // Libraries name the kind of what an entry holds, in the entry or in its key.
  const of = `${name} ${typeof stored.credentialType === 'string' ? stored.credentialType : ''}`;
  const members = Object.entries(stored).slice(0, MAX_MEMBERS);
  const deeper = depth === 0 ? [] : members.flatMap(([key, member]) => inMember(key, member, now, depth - 1));
  if (isAside(of)) return deeper.filter(({ kind }) => kind === 'refresh');
  const texts = members.filter((member): member is [string, string] => typeof member[1] === 'string');
  const tokens = texts.filter(([key, text]) => isToken(text) && isTokenName(key, of));
  const found = tokens.map(([key, text]) => jwtIn(`${of} ${key}`, text, now) ?? opaque(`${of} ${key}`));
  return [...deeper, ...found, ...said(of, tokens, members, now)];
}

function inMember(key: string, member: unknown, now: number, depth: number): TokenEnd[] {
  if (typeof member === 'string') return parseObject(member) === null ? [] : tokensIn(key, member, now);
  return isObject(member) ? inObject(key, member, now, depth) : [];
}

/** Whether an entry is a token, and nothing else. */
const isWhole = (name: string, value: string): boolean =>
  isToken(value) && !value.startsWith('[') && (isOfRefresh(name) || (isOfSession(name) && value.length >= MIN_TOKEN));

const opaque = (of: string): TokenEnd => ({
  kind: isOfRefresh(of) ? 'refresh' : isOfIdToken(of) ? 'id' : 'access',
  at: null,
});

/** A member that holds a token by its name, or is what an entry for a token has to hold it. */
const isTokenName = (key: string, of: string): boolean =>
  !isAside(key) &&
  !/type$|_at$|_in$|url$|uri$|endpoint/i.test(key) &&
  (isOfSession(key) ||
    isOfRefresh(key) ||
    (/^(?:secret|value|id)$/i.test(key) && (isOfSession(of) || isOfRefresh(of))));

/** Not a date, a number or an answer to a question. */
const isToken = (text: string): boolean =>
  text.length > 0 && !/^(?:\d+|true|false|null|undefined|\d{4}-\d\d-\d\dT.*)$/.test(text);

/** What is said beside tokens about their end. Beside none it is that of something else, such as a cached answer. */
function said(
  of: string,
  tokens: readonly (readonly [string, string])[],
  members: readonly (readonly [string, unknown])[],
  now: number,
): TokenEnd[] {
  if (tokens.length === 0) return [];
  const kind = tokens.every(([key]) => isOfIdToken(`${of} ${key}`)) ? 'id' : isOfRefresh(of) ? 'refresh' : 'access';
  return members.flatMap(([key, member]) => {
    const isRefresh = isOfRefresh(key);
    const at = /expires?_?in$/i.test(key)
      ? timeIn(member, now)
      : /^(?:.*_)?exp(?:ir(?:es|y|ation))?(?:_?(?:at|on|time|date))?$/i.test(key) ||
          /(?:expires?At|expiresOn|expirationTime)$/.test(key)
        ? timeOf(member, now)
        : null;
    return at === null ? [] : [{ kind: isRefresh ? 'refresh' : kind, at }];
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseObject(text: string): Record<string, unknown> | null {
  if (!text.startsWith('{')) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
