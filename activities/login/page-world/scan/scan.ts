import { openRoots } from '../dom/tree.js';
import { Sight } from '../dom/visibility.js';
import type { Concept, Named, Words } from '../words/words.js';
import { Names } from './css-path.js';
import type { Choice, Control, Field, Heading } from './model.js';

/** A list to choose from, and the part of the page that holds it and its heading. */
export interface Pick {
  readonly room: Element;
  readonly items: readonly Control[];
}

/**
 * One reading of a document: the elements that `collect` found, and lookups that are needed repeatedly. Every reading makes a new one,
 * because the document changes in between.
 */
export class Scan {
  readonly fields: Field[] = [];
  readonly controls: Control[] = [];
  readonly headings: Heading[] = [];
  readonly choices: Choice[] = [];
  /** The document and all its open shadow roots. */
  readonly roots = openRoots();
  readonly sight = new Sight();
  readonly selectors = new Names();
  /** What only the pointer shows to be pressed, and all that there is to do under its heading; null where there is no such list. */
  pick: Pick | null = null;
  /** All that only the pointer shows to be pressed. */
  pointed: readonly Control[] = [];
  /** Providers that were looked for already. */
  readonly providers = new Map<Control, string | null>();
  readonly #words: Words;
  /** For each element its place in the walk, and the last place inside of it. */
  readonly #start = new Map<Element, number>();
  readonly #end = new Map<Element, number>();

  /** @param everybody paths that everybody is led to */
  constructor(
    words: Words,
    readonly everybody: ReadonlySet<string>,
  ) {
    this.#words = words;
  }

  says(concept: Concept, text: string): boolean {
    return this.#words.says(concept, text);
  }

  saysOnly(concept: Concept, text: string): boolean {
    return this.#words.saysOnly(concept, text);
  }

  names(concept: Named, developerText: string): boolean {
    return this.#words.names(concept, developerText);
  }

  get lacksPhrases(): boolean {
    return this.#words.lacksPhrases;
  }

  /** Notes that the walk has come to an element. */
  enter(element: Element): number {
    const order = this.#start.size + 1;
    this.#start.set(element, order);
    this.selectors.add(element);
    return order;
  }

  /** How many elements the page has. */
  get size(): number {
    return this.#start.size;
  }

  leave(element: Element): void {
    this.#end.set(element, this.#start.size);
  }

  /** Position among all elements of the page, in composed order; 0 for one that the walk has not come to. */
  orderOf(element: Element): number {
    return this.#start.get(element) ?? 0;
  }

  /** Whether one element is the other or holds it: by position in the walk, in constant time, and true across shadow roots. */
  contains(outer: Element, inner: Element): boolean {
    const at = this.#start.get(inner) ?? -1;
    return at >= (this.#start.get(outer) ?? Number.POSITIVE_INFINITY) && at <= (this.#end.get(outer) ?? -1);
  }
}
