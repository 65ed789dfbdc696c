import type { BrowserContext, Response } from 'playwright-core';

const MATTERS: ReadonlySet<string> = new Set(['document', 'xhr', 'fetch']);

/** Which cookies a site gives again to a browser that has them: those go on for as long as they are used. */
export class Renewals {
  readonly #names = new Set<string>();
  readonly #reading = new Set<Promise<void>>();

  constructor(context: BrowserContext) {
    context.on('response', (response) => {
      if (!MATTERS.has(response.request().resourceType())) return;
      const reading = this.#read(response).catch(() => undefined);
      this.#reading.add(reading);
      void reading.finally(() => this.#reading.delete(reading));
    });
  }

  /** Names of the cookies so far. */
  async names(): Promise<ReadonlySet<string>> {
    await Promise.all(this.#reading);
    return this.#names;
  }

  async #read(response: Response): Promise<void> {
    for (const { name, value } of await response.headersArray())
      if (name.toLowerCase() === 'set-cookie') this.#names.add(value.slice(0, value.indexOf('=')).trim());
  }
}
