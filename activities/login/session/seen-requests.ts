import type { BrowserContext, Response } from 'playwright-core';
import { homeUrl } from '../../../contract/address/domain.js';
import { siteAt } from '../../../contract/address/site.js';
import { isFromAside } from '../../browser/index.js';
import type { SeenRequest } from '../../session-check/index.js';

const TYPES: Readonly<Record<string, SeenRequest['type']>> = { document: 'document', xhr: 'api', fetch: 'api' };
const MAX_SEEN = 60;

/** GET requests that the pages of a visit made to the site itself, and that it answered. They are what may be asked again without a browser. */
export class SeenRequests {
  readonly #seen: SeenRequest[] = [];
  readonly #site: string;
  readonly #scheme: string;

  constructor(context: BrowserContext, domain: string) {
    const home = homeUrl(domain);
    this.#site = siteAt(home);
    this.#scheme = new URL(home).protocol;
    context.on('response', (response) => this.#note(response));
  }

  get all(): readonly SeenRequest[] {
    return this.#seen;
  }

  #note(response: Response): void {
    const request = response.request();
    const url = request.url();
    const type = TYPES[request.resourceType()];
    if (type === undefined || request.method() !== 'GET' || !response.ok() || isFromAside(request)) return;
    if (!URL.canParse(url) || siteAt(url) !== this.#site || new URL(url).protocol !== this.#scheme) return;
    if (this.#seen.length >= MAX_SEEN) return;
    const length = Number(response.headers()['content-length'] ?? 'x');
    const bytes = Number.isInteger(length) ? length : null;
    this.#seen.push({ url: url.split('#')[0]!, type, headers: request.headers(), bytes });
  }
}
