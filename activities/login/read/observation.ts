import type { Cookie } from 'playwright-core';
import type { PageView } from '../page-world/view.js';
import type { BoxWords } from './dialogs.js';

/** What is known of a page at one moment. Kept in memory only. */
export interface Observation {
  readonly view: PageView;
  /** Status of the last main document since the mark. */
  readonly status: number | null;
  /** Values of cookies and of the page's storage, by name. */
  readonly marks: ReadonlyMap<string, string>;
  readonly carried: Carried;
  /** Whether the site turned down the request that carried a secret, since the mark. */
  readonly turnedDown: boolean;
  /** Status of that answer; also of one that says that the site is in trouble. Null where there was none. */
  readonly answer: number | null;
  /** Whether what was typed may have gone out since the mark. */
  readonly mayHaveSent: boolean;
  /** Whether all that was sent was an empty form; see `NetworkWatch`. */
  readonly sentEmpty: boolean;
  /** Paths that the page has been at since the mark. */
  readonly paths: ReadonlySet<string>;
  /** What the browser's own boxes said since the mark. */
  readonly boxes: readonly BoxWords[];
  /** Whether the main frame shows a password field, disabled or not. */
  readonly passwordShown: boolean;
  /** What the main frame shows, line by line. */
  readonly lines: ReadonlySet<string>;
  /** By which ways the site asked the browser itself for a password; null where it did not. */
  readonly asksBrowser: string | null;
  /** Short texts that the page has put into itself since the last press. */
  readonly drawn: ReadonlySet<string>;
  /** Whether the site has answered a script that sent something, since the mark. */
  readonly answered: boolean;
  /** Whether scripts may still change it. */
  readonly alive: boolean;
}

/** What the browser carries at that moment. */
export interface Carried {
  readonly cookies: readonly Cookie[];
  /** The page's own localStorage, and whose that is. */
  readonly storage: readonly { readonly name: string; readonly value: string }[];
  readonly origin: string;
}

/** What a browser is shown at an address. */
export interface Sight {
  /** Where it was led to. */
  readonly url: string;
  readonly seen: Observation;
}
