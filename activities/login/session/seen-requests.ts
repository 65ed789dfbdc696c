import type { BrowserContext, Response } from 'playwright-core';
import { homeUrl } from '../../../contract/address/domain.js';
import { siteAt } from '../../../contract/address/site.js';
import { isFromAside } from '../../browser/index.js';
import type { SeenRequest } from '../../session-check/index.js';

const TYPES: Readonly<Record<string, SeenRequest['type']>> = { document: 'document', xhr: 'api', fetch: 'api' };
const MAX_SEEN = 60;

/** Requests that the pages of a visit made to the site itself. */
export class SeenRequests {
  /** GETs that it answered. They are what may be asked again without a browser. */
  readonly all: SeenRequest[] = [];
  /** GETs that it let nobody in for. */
  readonly refused: SeenRequest[] = [];
  /** What changes something, or is asked in a body. */
  readonly sent: SeenRequest[] = [];
  readonly #site: string;
  readonly #scheme: string;

  constructor(context: BrowserContext, domain: string) {
    const home = homeUrl(domain);
    this.#site = siteAt(home);
    this.#scheme = new URL(home).protocol;
    context.on('response', (response) => this.#note(response));
  }

  #note(response: Response): void {
    const request = response.request();
    const url = request.url();
    const type = TYPES[request.resourceType()];
    if (type === undefined || isFromAside(request)) return;
    if (!URL.canParse(url) || siteAt(url) !== this.#site || new URL(url).protocol !== this.#scheme) return;
    const list = this.#listFor(request.method(), response.status());
    if (list === null || list.length >= MAX_SEEN) return;
    const length = Number(response.headers()['content-length'] ?? 'x');
    const bytes = Number.isInteger(length) ? length : null;
    list.push({ url: url.split('#')[0]!, type, headers: request.headers(), bytes });
  }

  #listFor(method: string, status: number): SeenRequest[] | null {
    if (method !== 'GET') return method === 'OPTIONS' ? null : this.sent;
    if (status === 401 || status === 403) return this.refused;
    return status >= 200 && status < 300 ? this.all : null;
  }
}
