import { passwordIn } from './act/inspect.js';
import type { ProposedForm } from './proposal.js';
import type { FrameView } from './scan/frame-view.js';
import { scan } from './scan/scan.js';
import { learnPhrases } from './words/words.js';

/** What a document is read with. */
export interface Reading {
  /** Forms that somebody says are here. */
  readonly forms: readonly ProposedForm[];
  /** Phrases of scripts other than plain letters, as JSON: for a document that was found to need them; null elsewhere. */
  readonly phrases: string | null;
}

/** Reads the document: which forms it shows, and what else there is to a login. */
export function read({ forms, phrases }: Reading): FrameView {
  if (phrases !== null) learnPhrases(JSON.parse(phrases));
  return scan(forms);
}

/** What can be seen of a document without reading it. */
export interface Glance {
  readonly loading: boolean;
  /** Whether it can change by itself; a document without scripts that is loaded does not. */
  readonly alive: boolean;
  readonly elements: number;
  readonly href: string;
  /** What it shows. */
  readonly text: string;
  readonly view: null;
}

/** What a login needs to know of a document at one moment. */
export interface Look extends Omit<Glance, 'view'> {
  readonly view: FrameView;
  /** Whether it shows a password field. One that can't be filled asks for a password all the same. */
  readonly passwordShown: boolean;
  readonly storage: readonly (readonly [string, string])[];
}

export function glance(): Glance {
  const { body, scripts, readyState } = document;
  return {
    loading: readyState === 'loading' || body === null,
    alive: scripts.length > 0 || document.querySelector('meta[http-equiv="refresh" i]') !== null,
    elements: document.getElementsByTagName('*').length,
    href: location.href,
    // biome-ignore lint/performance/useDomNodeTextContent: only what is rendered counts
    text: body?.innerText ?? '',
    view: null,
  };
}

export const look = (reading: Reading): Look => lookOn(glance(), reading);

/** Reads a document only if it does not change by itself any more. */
export function lookIfStill(reading: Reading): Look | Glance {
  const seen = glance();
  return seen.loading || seen.alive ? seen : lookOn(seen, reading);
}

const lookOn = (seen: Glance, reading: Reading): Look => ({
  ...seen,
  view: read(reading),
  passwordShown: passwordIn(document) === 'shown',
  storage: storage(),
});

function storage(): [string, string][] {
  try {
    return [...Object.entries(localStorage), ...Object.entries(sessionStorage)];
  } catch {
    // Documents without an origin have none.
    return [];
  }
}
