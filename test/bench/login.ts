import type { Browser } from 'playwright-core';
import { Pages } from '../../activities/browser/index.js';
import { discover } from '../../activities/login/read/discover.js';
import type { PageHandle, SeenPage } from '../../contract/steps.js';
import { launchChromium } from '../../worker/launch-chromium.js';
import { needTool } from '../../worker/need-tool.js';
import { type Bench, bench, inputOf } from '../engine/login/harness.js';
import { SAMPLE_USER, type SampleSite, startSampleSite } from '../sites/sample.js';

/**
 * `npm run bench:login [-- RUNS]`: a login by the activities against a script written by hand for the very same site, in turns, with a
 * fresh context each; both ask the site to keep them signed in. The script knows every selector and proves nothing; what it has no part in, the proof of the saved session,
 * stands on a line of its own, as does one look at the login page. Without a second factor, whose codes are good for one login each.
 */
const SEED = 7;
const MAX_RATIO = { median: 1.15, p95: 1.5 };
const { email, password } = SAMPLE_USER;

async function measure(count: number): Promise<void> {
  const tool = await needTool('chromium');
  const pages = new Pages({ browser: tool });
  const browser = await launchChromium();
  const site = await startSampleSite({ seed: SEED, sessionSeconds: 600, users: [{ email, password }] });
  const times = {
    byHand: [] as number[],
    activities: [] as number[],
    proof: [] as number[],
    first: [] as number[],
    next: [] as number[],
  };
  try {
    const selectors = await learnSelectors(pages, site);
    // The first of each starts its browser and is not counted.
    for (let run = 0; run <= count; run += 1) {
      const byHand = await loginByHand(browser, site, selectors);
      const { login, proof } = await loginByActivities(pages, site);
      const { first, next } = await readPage(browser, site);
      if (run === 0) continue;
      times.first.push(first);
      times.next.push(next);
      times.byHand.push(byHand);
      times.activities.push(login);
      times.proof.push(proof);
    }
  } finally {
    await Promise.all([pages.closeAll(), browser.close(), site.stop()]);
  }
  print(times);
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
};

/** What the author of a script would read in the page's source. */
interface Selectors {
  readonly email: string;
  readonly password: string;
}

/** "Keep me signed in", on both pages. The activities tick it, and without it the session is another one. */
const REMEMBER = 'input[name=remember]';

async function learnSelectors(pages: Pages, site: SampleSite): Promise<Selectors> {
  const b = bench(pages, site.host);
  try {
    const { page, outcome } = await b.open();
    const first = inputOf(outcome);
    const second = inputOf(await fillOnly(b, page, first, email));
    await b.activities.closePage({ ...b.ref, page });
    return { email: selectorOf(first), password: selectorOf(second) };
  } finally {
    b.clean();
  }
}

const selectorOf = ({ fields: [field] }: SeenPage): string => field?.selector ?? '';

const fillOnly = (b: Bench, page: PageHandle, seen: SeenPage, value: string) =>
  b.fill(page, seen, { [seen.fields[0]?.name ?? '']: value });

/** From a fresh context to the exported session, as the activities do it too; closing is not counted on either side. */
async function loginByHand(browser: Browser, site: SampleSite, selectors: Selectors): Promise<number> {
  const begun = performance.now();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(site.url);
  await page
    .locator(`a[href="${new URL(site.loginUrl).pathname}"]`)
    .first()
    .click();
  await page.locator(selectors.email).fill(email);
  await page.locator(REMEMBER).check();
  await page.locator(selectors.email).press('Enter');
  await page.locator(selectors.password).fill(password);
  await page.locator(REMEMBER).check();
  await page.locator(selectors.password).press('Enter');
  await page.waitForURL(site.membersUrl);
  await context.storageState({ indexedDB: true });
  const took = performance.now() - begun;
  await context.close();
  return took;
}

async function loginByActivities(pages: Pages, site: SampleSite): Promise<{ login: number; proof: number }> {
  const b = bench(pages, site.host);
  try {
    const begun = performance.now();
    const { page, outcome } = await b.open();
    const second = inputOf(await fillOnly(b, page, inputOf(outcome), email));
    const done = await fillOnly(b, page, second, password);
    const login = performance.now() - begun;
    if (done.kind !== 'authenticated') throw new Error(`not logged in: ${JSON.stringify(done)}`);
    const proof = await timed(() => b.activities.saveSession({ ...b.ref, page }));
    return { login, proof };
  } finally {
    b.clean();
  }
}

/** Discovery on the login page, by a browser process that never saw such a page, and once more. */
async function readPage(browser: Browser, site: SampleSite): Promise<{ first: number; next: number }> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(site.loginUrl);
    return { first: await timed(() => discover(page)), next: await timed(() => discover(page)) };
  } finally {
    await context.close();
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

function print(times: Readonly<Record<'byHand' | 'activities' | 'proof' | 'first' | 'next', readonly number[]>>): void {
  const row = (name: string, values: readonly number[]): void => {
    const [middle, high] = [0.5, 0.95].map((share) => quantile(values, share).toFixed(0).padStart(8));
    console.log(`${name.padEnd(36)}${middle} ms${high} ms`);
  };
  console.log(`${times.byHand.length} logins each${' '.repeat(27)}median        p95`);
  row('a script written by hand', times.byHand);
  row('the activities', times.activities);
  row('and the proof of what is saved', times.proof);
  row('discovery: first look at the page', times.first);
  row('discovery: the next look', times.next);
  for (const [name, share] of [['median', 0.5] as const, ['p95', 0.95] as const]) {
    const ratio = quantile(times.activities, share) / quantile(times.byHand, share);
    const verdict = ratio <= MAX_RATIO[name] ? 'good' : 'too slow';
    console.log(`ratio of the ${name}: ${ratio.toFixed(2)} (at most ${MAX_RATIO[name]}: ${verdict})`);
    if (ratio > MAX_RATIO[name]) process.exitCode = 1;
  }
}

const runs = Number(process.argv[2] ?? 20);
if (Number.isInteger(runs) && runs > 0) await measure(runs);
else {
  console.error('How many runs? Give a whole number.');
  process.exitCode = 2;
}
