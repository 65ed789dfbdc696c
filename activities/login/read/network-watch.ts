import type { BrowserContext, Page, Request, Response } from 'playwright-core';
import { readRetryAfter } from '../../../contract/retry-after.js';
import { isFromAside, type LoginWire } from '../../browser/index.js';
import { DialogWatch } from './dialogs.js';
import { isSentEmpty } from './sent-empty.js';
import { offsetOf } from './site-clock.js';

/** Requests that can change what a page shows. */
const MATTERS: ReadonlySet<string> = new Set(['document', 'xhr', 'fetch', 'script']);
/** A request that takes longer is a long poll or a slow third party, not the answer to a submit. */
const LONG_POLL_MS = 3_000;
/** So many times the same document in so many ms are no way to anywhere. A page that asks again whether something has happened takes longer. */
const CIRCLES = 8;
const CIRCLE_MS = 4_000;
const MAX_DOCUMENTS = 40;
/** Status codes by which an API rejects the values that it was given (RFC 9110 section 15.5). */
const TURNED_DOWN: ReadonlySet<number> = new Set([400, 401, 403, 409, 412, 422]);

/** What goes over the network of a login: whether it is quiet, how the site answered, and what time it is there. */
export class NetworkWatch {
  readonly #running = new Map<Request, number>();
  readonly #clock: () => number;
  #change = new AbortController();
  /** Grows with every request that matters. */
  started = 0;
  /** Grows with every request that could carry a form. */
  sent = 0;
  /** Status of the last main document; null when none came since `mark`. */
  mainStatus: number | null = null;
  #paths = new Set<string>();
  /** Status of the last answer, since `mark`, that turned down a request with a secret of the submission in it; else null. */
  answer: number | null = null;
  #typesSecret = false;
  /** Whether scripts sent something over a socket since `mark`. What that was is not known. */
  #usedSocket = false;
  /** Whether anything came over that socket since then. */
  #heardSocket = false;
  /** Requests since `mark` that could carry a form: those with one that is empty, and others. */
  #sentSince = { empty: 0, others: 0 };
  #startedAtMark = 0;
  /** The last main documents. */
  #documents: readonly { readonly url: string; readonly at: number }[] = [];
  /** Boxes that the browser opens for the pages. */
  readonly dialogs: DialogWatch;
  readonly #wire: Pick<LoginWire, 'carried' | 'hasSent'> | null;
  /** The ways by which the site asked the browser itself for a password, instead of showing a page (RFC 9110 section 11.6.1); null where it did not. */
  asksBrowser: string | null = null;
  /** Requests of scripts that could carry a form, begun since `mark`; null as soon as one of them was answered. */
  #unanswered: Set<Request> | null = new Set();
  /** Addresses that asked the browser to tie a session to its device (Device Bound Session Credentials, W3C). */
  readonly bindDevice: string[] = [];
  /** For how long the site has asked to be left alone, in ms; the longest time where it has asked more than once, null where it has not. */
  retryAfter: number | null = null;
  /** Ms by which the site's clock is ahead of ours, at least; 0 where what it says can't be its time. */
  clockOffset = 0;

  /** @param wire of the login; null where nothing is typed */
  constructor(context: BrowserContext, clock: () => number, wire: Pick<LoginWire, 'carried' | 'hasSent'> | null) {
    this.#clock = clock;
    this.#wire = wire;
    this.dialogs = new DialogWatch(context);
    for (const page of context.pages()) this.#watchPage(page);
    context.on('page', (page) => this.#watchPage(page));
    context.on('request', (request) => this.#begin(request));
    context.on('requestfinished', (request) => this.#end(request));
    context.on('requestfailed', (request) => this.#end(request));
    context.on('response', (response) => this.#note(response));
  }

  /**
   * Forgets the answers so far.
   * @param typesSecret whether a secret is typed now
   */
  mark(typesSecret = false): void {
    this.#typesSecret = typesSecret;
    this.mainStatus = null;
    this.#paths = new Set();
    this.asksBrowser = null;
    this.answer = null;
    this.#usedSocket = false;
    this.#heardSocket = false;
    this.#sentSince = { empty: 0, others: 0 };
    this.#startedAtMark = this.started;
    this.#unanswered = new Set();
    this.#documents = [];
    this.dialogs.mark();
  }

  /**
   * Whether what was typed may have gone out since `mark`. A script may send it in a form of its own, which nobody can read: then any
   * request counts.
   */
  get mayHaveSent(): boolean {
    if (this.#wire?.hasSent || this.#usedSocket) return true;
    return this.started > this.#startedAtMark && !this.sentEmpty;
  }

  /** Whether all that was sent since `mark` was an empty form. */
  get sentEmpty(): boolean {
    const { empty, others } = this.#sentSince;
    return empty > 0 && others === 0 && !this.#usedSocket && !this.#wire?.hasSent;
  }

  /** Whether the site turned down the request that carried a secret of the submission, since `mark`. */
  get turnedDown(): boolean {
    return this.answer !== null && TURNED_DOWN.has(this.answer);
  }

  /** Whether scripts sent something since `mark`, and the site has not answered any of it yet, however long it takes. */
  get answering(): boolean {
    return this.#unanswered !== null && this.#unanswered.size > 0;
  }

  /** Whether scripts sent something since `mark`, and the site has answered, without another document. */
  get answered(): boolean {
    return this.mainStatus === null && (this.#unanswered === null || this.#heardSocket);
  }

  /** Whether the page is on its way to another document. Until it is there, the page answers nothing. */
  get navigating(): boolean {
    return [...this.#running.keys()].some(isMainDocument);
  }

  /** Aborts when the next request begins or ends. */
  get changed(): AbortSignal {
    return this.#change.signal;
  }

  /** Whether the page opens the same address again and again, by itself and at once. */
  get circling(): boolean {
    const since = this.#clock() - CIRCLE_MS;
    const recent = this.#documents.filter(({ at }) => at > since).map(({ url }) => url);
    return recent.some((url) => recent.filter((other) => other === url).length >= CIRCLES);
  }

  /** Whether anything that the page asked for is unanswered, however long it takes. */
  get busy(): boolean {
    return this.#running.size > 0;
  }

  /** Whether the site has yet to answer something that a page has sent it, and not only asked. */
  get sending(): boolean {
    return [...this.#running.keys()].some((request) => request.method() !== 'GET');
  }

  get quiet(): boolean {
    const now = this.#clock();
    return [...this.#running].every(([request, since]) => !isDocument(request) && now - since > LONG_POLL_MS);
  }

  /** Paths that a page has shown since `mark`, where scripts changed its address as well; not those that only led on. */
  get paths(): ReadonlySet<string> {
    return new Set(this.#paths);
  }

  #carries(request: Request): boolean {
    const body = request.postDataBuffer();
    const carried = { address: request.url(), headers: request.headers(), body: body === null ? [] : [body] };
    return this.#wire?.carried(carried) ?? false;
  }

  #watchPage(page: Page): void {
    // What a page has asked for that closes itself is never answered.
    page.on('close', () => {
      for (const request of this.#running.keys()) if (isOf(request, page)) this.#end(request);
    });
    page.on('framenavigated', (frame) => {
      const address = frame.url();
      if (frame.parentFrame() === null && /^https?:/.test(address)) this.#paths.add(new URL(address).pathname);
    });
    page.on('websocket', (socket) => {
      socket.on('framesent', () => {
        this.#usedSocket = true;
      });
      socket.on('framereceived', () => {
        this.#heardSocket = this.#usedSocket;
      });
    });
  }

  #begin(request: Request): void {
    if (!MATTERS.has(request.resourceType()) || isFromAside(request)) return;
    this.started += 1;
    this.#running.set(request, this.#clock());
    this.#tellChange();
    const navigates = request.isNavigationRequest();
    if (!navigates && request.method() === 'GET') return;
    this.sent += 1;
    this.#sentSince[isSentEmpty(request, this.#typesSecret) ? 'empty' : 'others'] += 1;
    if (!navigates) this.#unanswered?.add(request);
  }

  #end(request: Request): void {
    this.#running.delete(request);
    this.#tellChange();
    if (this.#unanswered?.has(request)) this.#unanswered = null;
  }

  #tellChange(): void {
    const change = this.#change;
    this.#change = new AbortController();
    change.abort();
  }

  #noteWait(response: Response): void {
    const wait = readRetryAfter({ status: response.status(), headers: response.headers() }, this.#clock());
    if (wait !== null) this.retryAfter = Math.max(wait, this.retryAfter ?? 0);
  }

  #note(response: Response): void {
    const request = response.request();
    if (isFromAside(request)) return;
    if (BINDS_DEVICE.some((name) => name in response.headers())) this.bindDevice.push(response.url());
    // What the site answers to anything else says nothing about the values.
    const isAnswer = response.status() >= 400 && this.#carries(request);
    if (isAnswer) this.answer = response.status();
    if (isAnswer || isMainDocument(request)) this.#noteWait(response);
    if (!isMainDocument(request)) return;
    // A new document is an answer, too; requests that it makes have nothing to do with the submit.
    this.#unanswered = null;
    this.#documents = [...this.#documents, { url: response.url(), at: this.#clock() }].slice(-MAX_DOCUMENTS);
    this.mainStatus = response.status();
    const { date, age, 'www-authenticate': asks } = response.headers();
    this.asksBrowser = this.mainStatus === 401 && asks !== undefined ? schemesIn(asks) : null;
    this.clockOffset = offsetOf(date, age, this.#clock()) ?? this.clockOffset;
  }
}

/** By which a site begins such a session; the second is of earlier drafts. */
const BINDS_DEVICE = ['secure-session-registration', 'sec-session-registration'];

/** Ways that browsers know (IANA HTTP Authentication Schemes), as a site names them; not what else it says. */
const SCHEMES = /\b(?:basic|digest|negotiate|ntlm|bearer|mutual|hoba|scram-sha-\d+)\b/gi;

function schemesIn(challenge: string): string {
  const named = [...new Set(challenge.match(SCHEMES)?.map((name) => name.toLowerCase()) ?? [])];
  return `HTTP authentication: ${named.join(', ') || 'unknown'}`;
}

const isDocument = (request: Request): boolean => request.resourceType() === 'document';

function isOf(request: Request, page: Page): boolean {
  try {
    return request.frame().page() === page;
  } catch {
    return page.isClosed();
  }
}

export function isMainDocument(request: Request): boolean {
  if (!request.isNavigationRequest()) return false;
  try {
    return request.frame().parentFrame() === null;
  } catch {
    // The frame of a pop-up's first request does not exist yet.
    return true;
  }
}
