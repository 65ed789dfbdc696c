import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { agree, hostedPage } from './harness.js';
import { STATES, type StateName } from './states.js';

const PICTURES = fileURLToPath(new URL('../../artifacts/hosted/', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Between them each colour scheme, width, language and way to point. */
const LOOKS = {
  light: { colorScheme: 'light', viewport: { width: 1100, height: 860 } },
  'phone-dark-german': {
    colorScheme: 'dark',
    viewport: { width: 320, height: 640 },
    isMobile: true,
    hasTouch: true,
    locale: 'de-DE',
  },
} satisfies Record<string, BrowserContextOptions>;

const hosted = hostedPage();
let axe: string;

beforeAll(async () => {
  axe = await readFile(AXE, 'utf8');
  await mkdir(PICTURES, { recursive: true });
});

/** Every rule of axe: WCAG 2.2 A and AA, and its good practices. Elements are listed for what is violated only, which is quicker. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

async function examine(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${PICTURES}${name}.png`, fullPage: true, animations: 'disabled' });
  expect.soft(await violations(page), name).toEqual([]);
  expect.soft(await isTooWide(page), name).toBe(false);
  expect.soft(hosted.complaints, name).toEqual([]);
}

describe('every screen of a link that lasts is clean, too', () => {
  test.each(Object.keys(LOOKS) as (keyof typeof LOOKS)[])('%s', async (look) => {
    const { api } = hosted;
    api.behaviour = { lasting: true };
    const page = await hosted.open(api.lastingLink(), LOOKS[look]);
    const button = page.locator('.page button.primary');
    await button.waitFor();
    await examine(page, `closed.${look}`);
    await button.click();
    await page.locator('.facts').waitFor();
    const other = await hosted.open(api.lastingLink(), LOOKS[look]);
    await other.locator('.page button.primary').click();
    await other.locator('[role=status].lead').waitFor();
    await examine(other, `taken.${look}`);
    api.show('success');
    const late = await hosted.open(api.lastingLink(), LOOKS[look]);
    await late.locator('.page button.primary').click();
    await late.locator('.page button.primary').waitFor({ state: 'detached' });
    await late.locator('.page .note').waitFor();
    await examine(late, `done.${look}`);
  });
});

describe('every state is clean for keyboards, screen readers, narrow screens and the CSP', () => {
  test.each(Object.keys(LOOKS) as (keyof typeof LOOKS)[])('%s', async (look) => {
    const { api } = hosted;
    const page = await hosted.open(api.link(), LOOKS[look]);
    await page.locator('.facts').waitFor();
    await examine(page, `consent.${look}`);
    await agree(page);
    for (const name of Object.keys(STATES) as StateName[]) {
      api.show(name);
      // A reload shows the same state, and says when it is there.
      await page.reload();
      await page.locator('.site').waitFor();
      await examine(page, `${name}.${look}`);
    }
    const another = await hosted.open(api.link(), LOOKS[look]);
    await another.locator('.emblem').waitFor();
    await examine(another, `gone.${look}`);
  });
});
