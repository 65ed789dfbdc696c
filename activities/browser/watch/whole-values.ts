/** Longer ones than any secret that is looked for as a whole, encoded. */
const MAX_LENGTH = 64;
/** Longer texts are no list of parameters that somebody wrote. */
const MAX_TEXT = 1024 * 1024;
/** A part of an address this long is not the number of a year or a page. */
const MIN_SEGMENT = 6;

/** The values of an address that stand by themselves: parameters, and long parts of its path. */
export function valuesOfAddress(address: string): string[] {
  if (!URL.canParse(address)) return [];
  const { pathname, search, hash, username, password } = new URL(address);
  const segments = pathname.split('/').filter((segment) => segment.length >= MIN_SEGMENT);
  return [
    ...segments.map(decoded),
    ...parametersOf(search.slice(1)),
    ...parametersOf(hash.slice(1)),
    decoded(username),
    decoded(password),
  ];
}

/** The values of a text that stand by themselves: the whole of it, parameters of a form, members of JSON, of XML and of bytes, parts of multipart, lines. */
export function valuesOfText(text: string): string[] {
  if (text.length > MAX_TEXT) return [];
  const values = [text, ...parametersOf(text), ...membersOf(text), ...textsOf(text), ...linesOf(text)];
  return values.map((value) => value.trim().replaceAll(/^"|"$/g, '')).filter(({ length }) => length <= MAX_LENGTH);
}

/** The values of a header: all of it, and what the `Authorization` and the address in it are made of (RFC 7617). */
export function valuesOfHeader(value: string): string[] {
  const [scheme = '', token = ''] = value.split(/\s+/, 2);
  const basic = /^basic$/i.test(scheme) ? Buffer.from(token, 'base64').toString('utf8').split(':') : [];
  return [value.trim(), token, ...value.split(/[;,]\s*/), ...basic, ...valuesOfAddress(value)];
}

/** Twice, for values that a parameter holds again. */
const parametersOf = (text: string): string[] =>
  text.includes('=') || text.includes('&')
    ? [...new URLSearchParams(text)].flat().flatMap((value) => [value, decoded(value), ...membersOf(value)])
    : [text, decoded(text)];

/** A text of JSON may be JSON again. */
function membersOf(text: string): string[] {
  if (!/^\s*[[{"]/.test(text)) return [];
  try {
    return leavesOf(JSON.parse(text));
  } catch {
    return [];
  }
}

function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value, ...membersOf(value)];
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...leavesOf(member)]);
}

/** Elements and attributes of XML and HTML, and what stands between bytes that are no text: CBOR, MessagePack. */
const textsOf = (text: string): string[] => (/[<>\p{Cc}\ufffd]/u.test(text) ? text.split(/[<>"'\p{Cc}\ufffd]+/u) : []);

/** Of a part of multipart (RFC 7578) the line is the value. */
const linesOf = (text: string): string[] => text.split(/\r?\n/);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
