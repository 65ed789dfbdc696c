import { passwordIn } from './act/inspect.js';
import type { Glance, Kept, Look, Reading } from './agent.js';
import { drawnSince } from './dom/heard.js';
import { childrenOf, openRoots } from './dom/tree.js';
import type { FrameView } from './frame-view.js';
import { scanDocument } from './scan/scan-document.js';
import { WORDS } from './words/word-index.js';
import { Words } from './words/words.js';

/** One cache for the document, which is read often with mostly the same texts. */
const words = new Words(WORDS);

/** Reads the document: which forms it shows, and what else there is to a login. */
export function read({ forms, phrases, everybody }: Reading): FrameView {
  if (phrases !== null) words.learn(JSON.parse(phrases));
  return scanDocument(words, forms, everybody);
}

export function glance(): Glance {
  const { body, scripts, readyState } = document;
  return {
    loading: readyState === 'loading' || body === null || frames().some(isLoading),
    alive: scripts.length > 0 || frames().length > 0 || document.querySelector('meta[http-equiv="refresh" i]') !== null,
    elements: document.getElementsByTagName('*').length,
    href: location.href,
    // biome-ignore lint/performance/useDomNodeTextContent: only what is rendered counts
    text: body?.innerText ?? '',
    view: null,
  };
}

/** What they show may come later, and go. */
const frames = (): HTMLIFrameElement[] => [...document.querySelectorAll('iframe')];

/** Between two documents, as far as we may look into it. One that nobody sees may load for ever. */
const isLoading = (frame: HTMLIFrameElement): boolean =>
  frame.offsetWidth > 0 && frame.contentDocument?.readyState === 'loading';

export const look = (reading: Reading): Look => lookOn(glance(), reading);

/** Reads a document only if it no longer changes by itself. */
export function lookIfStill(reading: Reading): Look | Glance {
  const seen = glance();
  return seen.loading || seen.alive ? seen : lookOn(seen, reading);
}

const lookOn = (seen: Glance, reading: Reading): Look => ({
  ...seen,
  text: [seen.text, ...shadowTexts()].join('\n'),
  view: read(reading),
  passwordShown: passwordIn(document) === 'shown',
  drawn: drawnSince(),
  storage: storage(),
});

/** What shadow roots show: the text of the body leaves them out. */
const shadowTexts = (): string[] =>
  openRoots()
    .filter((root) => root !== document)
    // biome-ignore lint/performance/useDomNodeTextContent: only what is rendered counts
    .flatMap((root) => childrenOf(root).map((element) => (element instanceof HTMLElement ? element.innerText : '')));

/** What the document's origin keeps. */
export async function kept(): Promise<Kept> {
  const databases = await indexedDB.databases().catch(() => []);
  return { origin, ...storage(), hasDatabases: databases.length > 0 };
}

function storage(): Look['storage'] {
  try {
    return { local: Object.entries(localStorage), session: Object.entries(sessionStorage) };
  } catch {
    // Documents without an origin have none.
    return { local: [], session: [] };
  }
}
