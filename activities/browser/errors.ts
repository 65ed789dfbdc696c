import { AgentAuthError, FLOW_ERRORS, type FlowErrorCode, PAGE_LOST } from '../../contract/index.js';

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

const GONE = /target (page, context or browser|closed)|has been closed|page crashed|browser (has )?disconnected/i;
const UNREACHABLE = /net::ERR_|NS_ERROR|page\.goto: timeout/i;
const MISSING = /timeout .*exceeded|not attached|detached|not visible|not enabled|no node found|strict mode/i;

/** Turns whatever a browser call threw into an error that quotes nothing. */
export function asTrouble(error: unknown): SafeError | AgentAuthError {
  if (error instanceof SafeError || error instanceof AgentAuthError) return error;
  const words = error instanceof Error ? error.message : '';
  if (GONE.test(words)) return new PageLost();
  if (UNREACHABLE.test(words)) return new PageTrouble('network_error');
  if (MISSING.test(words)) return new PageTrouble('element_not_found');
  return new PageTrouble('browser_error');
}
