import type { BrowserContext, Request, Response } from 'playwright-core';

/** Requests that can change what a page shows. */
const MATTERS: ReadonlySet<string> = new Set(['document', 'xhr', 'fetch', 'script']);
/** A request that takes longer is a long poll or a slow third party, not the answer to a submit. */
const LONG_POLL_MS = 3_000;
/** Status codes by which an API rejects the values that it was given (RFC 9110 section 15.5). */
const TURNED_DOWN: ReadonlySet<number> = new Set([400, 401, 403, 409, 412, 422]);

/** What goes over the network of a login: whether it is quiet, how the site answered, and what time it is there. */
export class NetworkWatch {
  readonly #running = new Map<Request, number>();
  readonly #clock: () => number;
  /** Grows with every request that matters. */
  started = 0;
  /** Grows with every request that could carry a form. */
  sent = 0;
  /** Status of the last main document; null when none came since `mark`. */
  mainStatus: number | null = null;
  /** Whether the site asked the browser itself for a password, instead of showing a page (RFC 9110 section 11.6.1). */
  asksBrowser = false;
  /** Whether a request of a script that carried something was turned down since `mark`. */
  turnedDown = false;
  /** Requests of scripts that could carry a form, begun since `mark`; null as soon as one of them was answered. */
  #unanswered: Set<Request> | null = new Set();
  /** Ms by which the site's clock is ahead of ours, at least; a `Date` header is rounded down (RFC 9110 section 6.6.1). */
  clockOffset = 0;

  constructor(context: BrowserContext, clock: () => number) {
    this.#clock = clock;
    context.on('request', (request) => this.#begin(request));
    context.on('requestfinished', (request) => this.#end(request));
    context.on('requestfailed', (request) => this.#end(request));
    context.on('response', (response) => this.#note(response));
  }

  /** Forgets the answers so far. */
  mark(): void {
    this.mainStatus = null;
    this.turnedDown = false;
    this.#unanswered = new Set();
  }

  /** Whether scripts sent something since `mark`, and the site has not answered any of it yet, however long it takes. */
  get answering(): boolean {
    return this.#unanswered !== null && this.#unanswered.size > 0;
  }

  /** Whether the page is on its way to another document. Until it is there, the page answers nothing. */
  get navigating(): boolean {
    return [...this.#running.keys()].some(isMainDocument);
  }

  get quiet(): boolean {
    const now = this.#clock();
    return [...this.#running].every(([request, since]) => !isDocument(request) && now - since > LONG_POLL_MS);
  }

  #begin(request: Request): void {
    if (!MATTERS.has(request.resourceType())) return;
    this.started += 1;
    this.#running.set(request, this.#clock());
    const navigates = request.isNavigationRequest();
    if (!navigates && request.method() === 'GET') return;
    this.sent += 1;
    if (!navigates) this.#unanswered?.add(request);
  }

  #end(request: Request): void {
    this.#running.delete(request);
    if (this.#unanswered?.has(request)) this.#unanswered = null;
  }

  #note(response: Response): void {
    const request = response.request();
    if (!isDocument(request) && request.method() !== 'GET' && TURNED_DOWN.has(response.status()))
      this.turnedDown = true;
    if (!isMainDocument(request)) return;
    // A new document is an answer, too; requests that it makes have nothing to do with the submit.
    this.#unanswered = null;
    this.mainStatus = response.status();
    this.asksBrowser = this.mainStatus === 401 && 'www-authenticate' in response.headers();
    const { date, age } = response.headers();
    const time = Date.parse(date ?? '');
    // A copy from a cache says what time it was, not what time it is (RFC 9111 section 5.1).
    if (!Number.isNaN(time) && age === undefined) this.clockOffset = time - this.#clock();
  }
}

const isDocument = (request: Request): boolean => request.resourceType() === 'document';

export function isMainDocument(request: Request): boolean {
  if (!request.isNavigationRequest()) return false;
  try {
    return request.frame().parentFrame() === null;
  } catch {
    // The frame of a pop-up's first request does not exist yet.
    return true;
  }
}
