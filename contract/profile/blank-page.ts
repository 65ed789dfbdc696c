/** A page that nobody else uses; of Playwright or of Puppeteer. */
export interface BlankPage {
  /** From now on every request of the page is answered by this document, and none goes out. */
  answer(html: (url: string) => string): Promise<void>;
  goto(url: string): Promise<unknown>;
  /** @param script an expression; a promise is waited for */
  evaluate(script: string): Promise<unknown>;
}

export const HTML = 'text/html; charset=utf-8';

interface Route {
  request(): { url(): string };
  fulfill(answer: { readonly contentType: string; readonly body: string }): Promise<unknown>;
}

/** What is used of a page of Playwright, whichever package it is of. */
export interface RoutedPage {
  route(url: string, handler: (route: Route) => unknown): Promise<unknown>;
  unroute(url: string): Promise<unknown>;
  goto(url: string): Promise<unknown>;
  evaluate(script: string): Promise<unknown>;
}

/** Every request of a page. */
export const ALL = '**/*';

export const blankPageOf = (page: RoutedPage): BlankPage => ({
  async answer(html) {
    await page.unroute(ALL);
    await page.route(ALL, (route) => route.fulfill({ contentType: HTML, body: html(route.request().url()) }));
  },
  goto: (url) => page.goto(url),
  evaluate: (script) => page.evaluate(script),
});
