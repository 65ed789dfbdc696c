import { plainText } from '../../../contract/plain-text.js';

/** Shorter values are not cut out: that would make texts unreadable and hide nothing. */
const MIN_LETTERS = 3;
const MAX_TEXT = 300;
const MASK = '***';

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The ways in which a value comes back in texts and addresses. */
function writings(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  return [
    value,
    encodeURIComponent(value),
    encodeURI(value),
    encodeURIComponent(value).replaceAll('%20', '+'),
    escapeHtml(value),
    escapeHtml(value).replaceAll("'", '&#39;'),
    escapeHtml(value).replaceAll("'", '&#x27;'),
    JSON.stringify(value).slice(1, -1),
    // A text may show it with its white space collapsed.
    value.replaceAll(/\s+/g, ' ').trim(),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
}

/** Cuts what was typed out of texts and addresses of the site. One for each login; every value is added before it is typed. */
export class Scrubber {
  #writings: string[] = [];

  add(values: Iterable<string>): void {
    const all = new Set(this.#writings);
    for (const value of values)
      for (const writing of writings(value)) if (writing.length >= MIN_LETTERS) all.add(writing);
    // Longest first, or the raw value would be cut out of the middle of an encoded one.
    this.#writings = [...all].sort((a, b) => b.length - a.length);
  }

  /** Values to look for, in all writings. */
  get needles(): readonly string[] {
    return this.#writings;
  }

  holdsValue(text: string): boolean {
    const lower = text.toLowerCase();
    return this.#writings.some((writing) => lower.includes(writing.toLowerCase()));
  }

  /** One line of a site's text without what was typed, at most 300 characters. */
  text(text: string): string {
    const clean = this.#writings.reduce((rest, writing) => replaceIgnoringCase(rest, writing), plainText(text));
    return clean.slice(0, MAX_TEXT);
  }

  /** Origin and path; a path segment that holds what was typed is masked. */
  url(address: string): string {
    if (!URL.canParse(address)) return '';
    const { origin, pathname } = new URL(address);
    const path = pathname
      .split('/')
      .map((segment) => (this.holdsValue(segment) || this.holdsValue(decoded(segment)) ? MASK : segment))
      .join('/');
    return origin === 'null' ? '' : origin + path;
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Also without regard to case: sites capitalise what they repeat. */
function replaceIgnoringCase(text: string, part: string): string {
  const escaped = part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replaceAll(new RegExp(escaped, 'giu'), MASK);
}
