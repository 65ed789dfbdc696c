import { domainToUnicode } from 'node:url';
import { plainText } from '../../../contract/plain-text.js';
import { type Needles, needlesOf, searchInAddress } from '../../browser/index.js';
import { type Folded, readings, type TextView } from './views.js';
import { type Writings, writingsOf } from './writings.js';

const MAX_TEXT = 300;
/** More of a text is not read: no site says so much in one. */
const MAX_READ = 4_000;
const MASK = '***';

/** Part of a text, by its UTF-16 units. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where a writing stands in a view, in units of the text behind it. */
function rangesOf({ text, letters }: TextView, writings: Iterable<string>): Range[] {
  const ranges: Range[] = [];
  for (const writing of writings) {
    for (let at = text.indexOf(writing); at !== -1; at = text.indexOf(writing, at + 1)) {
      const first = letters[at];
      const last = letters[at + writing.length - 1];
      if (first !== undefined && last !== undefined) ranges.push({ from: first.from, to: last.to });
    }
  }
  return ranges;
}

function masked(text: string, ranges: readonly Range[]): string {
  let clean = '';
  let at = 0;
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    if (from >= at) clean += text.slice(at, from) + MASK;
    at = Math.max(at, to);
  }
  return clean + text.slice(at);
}

/**
 * Cuts what a login knows out of texts and addresses of the site: the second fence, behind which nothing else stands. One for each login;
 * every value is added before it is typed. Compares what is said, not how it is written.
 */
export class Scrubber {
  readonly #exact = new Set<string>();
  readonly #letters = new Set<string>();
  readonly #added = new Set<string>();
  /** Keys by value. */
  readonly #identifiers = new Map<string, string>();
  /** Values by key: two keys may have the same. */
  readonly #byKey = new Map<string, string>();
  /** Values that were typed to say who somebody is, and where. */
  readonly #names = new Set<string>();
  /** How values are found in hosts. */
  readonly #needles = new Map<string, Needles>();
  /** Knows the secrets alone; null until it is asked for, and after there are other ones. */
  #secrets: Scrubber | null = null;
  /** The same without names that were typed. */
  #hidden: Scrubber | null = null;

  /** @param site host of the agent's own site, whose name is no secret; labels in front of it may be */
  constructor(readonly site: string) {}

  add(values: Iterable<string>): void {
    for (const value of values) {
      if (this.#added.has(value)) continue;
      this.#added.add(value);
      this.#forget();
      const { exact, letters }: Writings = writingsOf(value);
      for (const writing of exact) this.#exact.add(writing);
      for (const writing of letters) this.#letters.add(writing);
    }
  }

  /**
   * Tells which of the values say who somebody is.
   * @param identifiers by the name that they are stored under
   */
  addIdentifiers(identifiers: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(identifiers)) {
      this.#identifiers.set(value, key);
      this.#byKey.set(key, value);
    }
    this.#forget();
  }

  /** Tells which of the values were typed to say who somebody is, and where: a site may go on to call the account so in its addresses. */
  addNames(values: Iterable<string>): void {
    for (const value of values) this.#names.add(value);
    this.#forget();
  }

  /** Names that were typed. */
  get names(): readonly string[] {
    return [...this.#names];
  }

  #forget(): void {
    this.#secrets = null;
    this.#hidden = null;
  }

  /** The name that a value is stored under which says who somebody is; null for any other. */
  keyOf(value: string): string | null {
    return this.#identifiers.get(value.trim()) ?? null;
  }

  /** The value under a key which says who somebody is; null for any other, or where there is none. */
  identifier(key: string): string | null {
    return this.#byKey.get(key) ?? null;
  }

  holdsValue(text: string): boolean {
    return this.#find(text).length > 0;
  }

  /** Whether a text is a value and nothing else: who is logged in, on the button of a menu. */
  isValue(text: string): boolean {
    return this.holdsValue(text) && !/[\p{L}\p{N}]/u.test(this.text(text).replaceAll(MASK, ''));
  }

  /** One line of a site's text without what the login knows, at most 300 characters. */
  text(text: string): string {
    const line = plainText(text.slice(0, MAX_READ));
    return masked(line, this.#find(line)).slice(0, MAX_TEXT);
  }

  /**
   * One line of a list that a site offers to choose from: without secrets. It shows all names that it knows, and one that was cut out would be told apart
   * by that.
   */
  option(text: string): string {
    this.#secrets ??= this.#knowing((value) => !this.#identifiers.has(value));
    return this.#secrets.text(text);
  }

  /** Whether a text holds a value that is no name of anybody. */
  holdsSecret(text: string): boolean {
    this.#hidden ??= this.#knowing((value) => !this.#identifiers.has(value) && !this.#names.has(value));
    return this.#hidden.holdsValue(text);
  }

  #knowing(isKnown: (value: string) => boolean): Scrubber {
    const scrubber = new Scrubber(this.site);
    scrubber.add([...this.#added].filter(isKnown));
    return scrubber;
  }

  /** Origin and path; a segment of the path and a label of the host are masked where they hold something or a part of it. */
  url(address: string): string {
    if (!URL.canParse(address.slice(0, MAX_READ))) return '';
    const { origin, protocol, host, pathname } = new URL(address.slice(0, MAX_READ));
    return origin === 'null' ? '' : `${protocol}//${this.host(host)}${this.#segments(pathname, '/')}`;
  }

  /** A host, perhaps with its port. The name of the agent's own site stays. */
  host(host: string): string {
    const [name = '', port] = host.split(/:(?=\d*$)/);
    const own = this.site.replace(/:\d+$/, '');
    const rest = name === own ? own : name.endsWith(`.${own}`) ? `.${own}` : '';
    const front = name.slice(0, name.length - rest.length);
    const labels = domainToUnicode(front);
    const clean = labels !== '' && this.holdsValue(labels) ? this.#segments(labels, '.') : front;
    const last = rest === '' ? clean.slice(clean.lastIndexOf('.')) : '';
    return (this.#isSpelledIn(clean) ? MASK + last : clean) + rest + (port === undefined ? '' : `:${port}`);
  }

  /** A host stands in Temporal in plain, and whoever owns its domain chooses what its labels say. */
  #isSpelledIn(host: string): boolean {
    if (host === '') return false;
    const spells = searchInAddress(`http://${host}/`);
    return [...this.#added].some((value) => spells(this.#needlesFor(value)));
  }

  #needlesFor(value: string): Needles {
    const made = this.#needles.get(value) ?? needlesOf(value);
    this.#needles.set(value, made);
    return made;
  }

  #segments(text: string, separator: string): string {
    const ranges = this.#find(text);
    let at = 0;
    return text
      .split(separator)
      .map((segment) => {
        const from = at;
        at += segment.length + separator.length;
        return ranges.some((range) => range.from < from + segment.length && range.to > from) ? MASK : segment;
      })
      .join(separator);
  }

  #find(text: string): Range[] {
    if (this.#added.size === 0) return [];
    const found = (reading: Folded): Range[] => [
      ...rangesOf(reading.exact, this.#exact),
      ...rangesOf(reading.letters, this.#letters),
    ];
    return readings(text).flatMap(found);
  }
}
