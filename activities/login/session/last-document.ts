import type { Page, Response } from 'playwright-core';
import { partsOf } from '../../session-check/index.js';

/** The document that a page shows, as the last answer brought it. */
export class LastDocument {
  #response: Response | null = null;

  constructor(page: Page) {
    page.on('response', (response) => {
      const request = response.request();
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) this.#response = response;
    });
  }

  /**
   * Whether it came out of a cache on the way (RFC 9111 section 5.1), and it is the document itself that shows the member: that tells of an earlier moment. Where
   * scripts have asked for what is shown, it is of now, whatever holds it.
   * @param showsMember by parts of the document
   */
  async isKept(showsMember: (parts: ReadonlySet<string>) => boolean): Promise<boolean> {
    if (!(Number(this.#response?.headers().age ?? 0) > 0)) return false;
    const body = await this.#response!.text().catch(() => null);
    return body === null || showsMember(partsOf(body));
  }
}
