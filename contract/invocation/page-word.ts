/** What a person may say of a page that nobody knows, among `sign_in_options`: what it asks for was done elsewhere; it asks for nothing, and is the one behind the login. */
export type PageWord = 'done' | 'inside';

const PREFIXES = { done: 'page-done:', inside: 'page-inside:' } as const satisfies Record<PageWord, string>;

/** Names the page, so that what is said of it counts for no other. */
export const pageWordId = (word: PageWord, page: string): string => PREFIXES[word] + page;

/** What an id of a `sign_in_option` says of its page; null where it says something else. */
export const pageWordOf = (id: string): PageWord | null =>
  (['done', 'inside'] as const).find((word) => id.startsWith(PREFIXES[word])) ?? null;
