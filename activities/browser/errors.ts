import { errors } from 'playwright-core';
import { AgentAuthError, FLOW_ERRORS, type FlowErrorCode } from '../../contract/index.js';
import { PAGE_LOST } from '../../contract/steps.js';

/** An error whose text holds nothing that was typed or that a page said. Only these leave a step on a page. */
export abstract class SafeError extends Error {
  /** What the failure is called where it is seen. */
  abstract readonly type: string;
}

/** The page that a step belongs to is gone: the browser, the page or the worker's memory of it. The login has to be opened again. */
export class PageLost extends SafeError {
  override readonly name = 'PageLost';
  readonly type = PAGE_LOST;
  constructor() {
    super('The page is gone.');
  }
}

/** The browser failed in a way that has a code. Says nothing else: Playwright's own words quote what was typed. */
export class PageTrouble extends SafeError {
  override readonly name = 'PageTrouble';
  constructor(readonly type: Extract<FlowErrorCode, 'browser_error' | 'network_error' | 'element_not_found'>) {
    super(FLOW_ERRORS[type].message);
  }
}

const { TimeoutError } = errors;
/** What all errors of Playwright's calls are. It exports the one below only, and the one for what is closed is its sister. */
const PlaywrightError: unknown = Object.getPrototypeOf(TimeoutError);

/** What a call to the browser threw, taken apart. */
interface Thrown {
  readonly kind: 'closed' | 'timed out' | 'failed' | 'other';
  /** The call, as in `page.goto`. */
  readonly call: string;
  /** Playwright's words after it. Those of a page that throws begin with the name of its error. */
  readonly words: string;
}

function takeApart(error: unknown): Thrown {
  const [, call = '', words = ''] = /^(\w+\.\w+): (.*)/.exec(error instanceof Error ? error.message : '') ?? [];
  return { kind: kindOf(error), call, words };
}

function kindOf(error: unknown): Thrown['kind'] {
  if (error instanceof TimeoutError) return 'timed out';
  if (typeof PlaywrightError !== 'function' || !(error instanceof PlaywrightError)) return 'other';
  if (error.constructor === PlaywrightError) return 'failed';
  return error instanceof Error && error.name === 'AbortError' ? 'other' : 'closed';
}

const NAVIGATIONS = ['page.goto', 'page.reload', 'page.goBack', 'frame.goto'];
const CRASHED = ['Target crashed', 'Page crashed'];
const MISSING = [
  'Element is not attached',
  'Element is not visible',
  'Element is not enabled',
  'Element is outside of the viewport',
  'Error: strict mode violation',
  'Frame was detached',
];

const begins = (words: string, beginnings: readonly string[]): boolean =>
  beginnings.some((beginning) => words.startsWith(beginning));

/** What it means to a login: the first line that fits. What fits none is the browser's own trouble. */
const MEANINGS: ReadonlyArray<readonly [(thrown: Thrown) => boolean, typeof PAGE_LOST | PageTrouble['type']]> = [
  [({ kind }) => kind === 'closed', PAGE_LOST],
  [({ kind, words }) => kind === 'failed' && begins(words, CRASHED), PAGE_LOST],
  [({ kind, call }) => kind === 'timed out' && NAVIGATIONS.includes(call), 'network_error'],
  [({ kind }) => kind === 'timed out', 'element_not_found'],
  [({ call, words }) => NAVIGATIONS.includes(call) && begins(words, ['net::ERR_']), 'network_error'],
  [({ kind, words }) => kind === 'failed' && begins(words, MISSING), 'element_not_found'],
];

/** Turns whatever a browser call threw into an error that quotes nothing. */
export function asTrouble(error: unknown): SafeError | AgentAuthError {
  if (error instanceof SafeError || error instanceof AgentAuthError) return error;
  const thrown = takeApart(error);
  const meaning = MEANINGS.find(([fits]) => fits(thrown))?.[1] ?? 'browser_error';
  return meaning === PAGE_LOST ? new PageLost() : new PageTrouble(meaning);
}
