/** What a person may say of a page that nobody knows, among `sign_in_options`: what it asks for was done elsewhere; it asks for nothing, and is the one behind the login. */
export const PAGE_WORDS = ['done', 'inside'] as const;
export type PageWord = (typeof PAGE_WORDS)[number];

/** Names the page, so that what is said of it counts for no other. */
export const pageWordId = (word: PageWord, page: string): string => `page-${word}:${page}`;

/** What an id of a `sign_in_option` says of its page; null where it says something else. */
export const pageWordOf = (id: string): PageWord | null =>
  PAGE_WORDS.find((word) => id.startsWith(pageWordId(word, ''))) ?? null;
