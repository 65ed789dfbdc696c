import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../../../worker/launch-chromium.js';

let browser: Browser;
let session: CDPSession;
beforeAll(async () => {
  browser = await launchChromium();
  session = await browser.newBrowserCDPSession();
});
afterAll(() => browser.close());

it('Chromium goes by a list of what to do without that has all of what Playwright does without', async () => {
  const { commandLine } = await session.send('SystemInfo.getInfo');
  const lists = [...commandLine.matchAll(/--disable-features=(\S+)/g)].map(([, list]) => list?.split(',') ?? []);
  expect(lists).toHaveLength(2);
  const [ofPlaywright, ours] = lists;
  expect(ours).toEqual(expect.arrayContaining(ofPlaywright ?? []));
});

it('a page comes without pages of the browser itself', async () => {
  const page = await browser.newPage();
  await page.setContent('<h1>Hello</h1>');
  // One of them starts a moment after its window: a second page shows what the first one brought.
  await (await browser.newPage()).setContent('<h1>Hello again</h1>');
  const { targetInfos } = await session.send('Target.getTargets', { filter: [{}] });
  const kinds = new Set(targetInfos.map(({ type }) => type));
  kinds.delete('tab');
  expect(kinds).toEqual(new Set(['page']));
});
