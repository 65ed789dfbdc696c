import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { PageView, ViewField, ViewForm } from '../../../activities/login/page-world/view.js';
import { discover } from '../../../activities/login/read/discover.js';
import { launchChromium } from '../../../worker/launch-chromium.js';

/** Address of the page under test; nothing is fetched from there. */
export const ADDRESS = 'https://shop.test/account';

/** Outlives the modules of a test file, and ends with the process that runs test files. */
const shared: typeof globalThis & { testBrowser?: Promise<Browser> } = globalThis;

/** One Chromium for the files that a process runs. Pages come from `documents`, by path; whatever is not in there does not exist. */
export function browserForTests(): {
  view(documents: string | Record<string, string>): Promise<PageView>;
  page(): Page;
} {
  let page: Page;
  let served: Record<string, string> = {};

  beforeAll(async () => {
    shared.testBrowser ??= launchChromium();
    page = await (await shared.testBrowser).newPage();
    await page.route('**/*', (route) => {
      const body = served[route.request().url()];
      return body === undefined ? route.abort() : route.fulfill({ body, contentType: 'text/html; charset=utf-8' });
    });
  });
  afterAll(() => page.context().close());

  return {
    async view(documents) {
      const all = typeof documents === 'string' ? { [ADDRESS]: documents } : documents;
      served = Object.fromEntries(
        Object.entries(all).map(([at, html]) => [new URL(at, ADDRESS).href, `<!doctype html>${html}`]),
      );
      await page.goto(Object.keys(served)[0]!);
      return discover(page);
    },
    page: () => page,
  };
}

/** `role:name` of every field, in order. */
export function rolesIn(form: ViewForm | null): string[] {
  return form?.fields.map(({ role, name }) => `${role}:${name}`) ?? [];
}

export function fieldIn(form: ViewForm | null, role: string): ViewField | undefined {
  return form?.fields.find((field) => field.role === role);
}

export const LOGIN = `
  <form action="/session" method="post"><h1>Log in</h1>
    <label>E-mail <input type="email" name="email"></label>
    <label>Password <input type="password" name="password"></label>
    <button>Log in</button>
  </form>`;
