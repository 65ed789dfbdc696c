import type { ListOf, Paging } from '../contract/paging.js';

/**
 * Answer of a `list` verb: awaited it is one page, iterated over (`for await`) it is every item of every page.
 */
export class Listing<T> implements PromiseLike<ListOf<T>>, AsyncIterable<T> {
  readonly #fetch: (paging: Paging) => Promise<ListOf<T>>;
  readonly #first: Paging;

  constructor(first: Paging, fetch: (paging: Paging) => Promise<ListOf<T>>) {
    this.#first = first;
    this.#fetch = fetch;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is meant to be awaited
  then<A = ListOf<T>, B = never>(
    onPage?: ((page: ListOf<T>) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#fetch(this.#first).then(onPage, onError);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    let offset = this.#first.offset ?? 0;
    for (let more = true; more; ) {
      const page = await this.#fetch({ ...this.#first, offset });
      yield* page.items;
      offset += page.items.length;
      more = page.has_more && page.items.length > 0;
    }
  }
}
