import type { TroubleCause } from '../../contract/errors/trouble-causes.js';
import { AgentAuthError, FLOW_ERRORS, type FlowErrorCode } from '../../contract/index.js';
import { PAGE_LOST } from '../../contract/steps.js';
import { causeOf } from './cause-of.js';
import { playwright } from './playwright.js';
import { ProxyFailed } from './proxy/proxy-failed.js';

/** An error whose text holds nothing that was typed or that a page showed. A step on a page throws no other kind. */
export abstract class SafeError extends Error {
  /** Type of the failure that Temporal and callers see. */
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

/** The browser failed. Holds only codes: Playwright's messages quote what was typed. */
export class PageTrouble extends SafeError {
  override readonly name = 'PageTrouble';
  constructor(
    readonly type: Extract<
      FlowErrorCode,
      'browser_error' | 'network_error' | 'proxy_unavailable' | 'website_error' | 'element_not_found'
    >,
    /** For the log and the trace. */
    readonly why: TroubleCause = 'other',
  ) {
    super(FLOW_ERRORS[type].message);
  }
}

/** The parts of an error that a call to the browser threw. */
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
  const { TimeoutError } = playwright().errors;
  // The base class of Playwright's errors, which it does not export.
  const PlaywrightError: unknown = Object.getPrototypeOf(TimeoutError);
  if (error instanceof TimeoutError) return 'timed out';
  if (typeof PlaywrightError !== 'function' || !(error instanceof PlaywrightError)) return 'other';
  if (error.constructor === PlaywrightError) return 'failed';
  return error instanceof Error && error.name === 'AbortError' ? 'other' : 'closed';
}

const NAVIGATIONS = ['page.goto', 'page.reload', 'page.goBack', 'frame.goto'];
/** The site answers, and leads nowhere. */
const CIRCLES = ['net::ERR_TOO_MANY_REDIRECTS'];
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

/** What an error means for a login: the first line that matches. If none does, it is `browser_error`. */
const MEANINGS: ReadonlyArray<readonly [(thrown: Thrown) => boolean, typeof PAGE_LOST | PageTrouble['type']]> = [
  [({ kind }) => kind === 'closed', PAGE_LOST],
  [({ kind, words }) => kind === 'failed' && begins(words, CRASHED), PAGE_LOST],
  [({ kind, call }) => kind === 'timed out' && NAVIGATIONS.includes(call), 'network_error'],
  [({ kind }) => kind === 'timed out', 'element_not_found'],
  [({ call, words }) => NAVIGATIONS.includes(call) && begins(words, CIRCLES), 'website_error'],
  [({ call, words }) => NAVIGATIONS.includes(call) && begins(words, ['net::ERR_']), 'network_error'],
  [({ kind, words }) => kind === 'failed' && begins(words, MISSING), 'element_not_found'],
];

/** Whether an error says that a site did not answer, or led nowhere. */
export const isUnreachable = (error: unknown): error is PageTrouble =>
  error instanceof PageTrouble && (error.type === 'network_error' || error.type === 'website_error');

/** Turns whatever a browser call threw into an error that quotes nothing. */
export function asTrouble(error: unknown): SafeError | AgentAuthError {
  if (error instanceof SafeError || error instanceof AgentAuthError) return error;
  if (error instanceof ProxyFailed) return new PageTrouble('proxy_unavailable');
  const thrown = takeApart(error);
  const meaning = MEANINGS.find(([fits]) => fits(thrown))?.[1] ?? 'browser_error';
  return meaning === PAGE_LOST ? new PageLost() : new PageTrouble(meaning, causeOf(error));
}
