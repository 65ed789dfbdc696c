/** Sessions that were over before anybody could find out how to look at them: no look says that they work, and what tells them from none is not learned. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { TIMEOUTS } from '../../../activities/login/index.js';
import { type Framework, serveFramework } from '../../sites/frameworks/serve.js';
import { confirming, REMEMBERING } from '../../sites/own-answers/remembering.js';
import { variants } from '../../support/variants.js';
import { bench, testPages } from '../login/harness.js';
import { type LoggedIn, logIn } from './log-in.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const QUICK = { ...TIMEOUTS, settleMs: 4_000, undecidedMs: 400 };
/** A page that is no stranger's is believed at the third look. */
const MOST_LOOKS = 3;

async function loggedIn(site: Framework, run: (looks: LoggedIn) => Promise<void>): Promise<void> {
  const served = await serveFramework(site);
  const b = bench(pages, served.host, { login: { timeouts: QUICK } });
  try {
    await run(await logIn(b, pages, served.host, { timeouts: QUICK, learns: false }));
    expect(site.logins()).toBe(1);
  } finally {
    await served.stop();
    b.clean();
  }
}

it.each(variants(1, REMEMBERING))('%s', async (_, make) => {
  const site = make();
  await loggedIn(site, async ({ look, checks }) => {
    site.end();
    const said: string[] = [];
    while (said.length < MOST_LOOKS && said.at(-1) !== 'out') said.push((await look()).answer);
    expect(said).not.toContain('in');
    expect(said.at(-1)).toBe('out');
    expect(checks.ways.probe).toBeNull();
  });
});

const WORKING: readonly (readonly [string, () => Promise<void>])[] = [
  [
    'the first look at one that works learns how the next is made',
    () =>
      loggedIn(REMEMBERING[0]![1](), async ({ look, checks }) => {
        expect(await look()).toMatchObject({ answer: 'in' });
        expect(checks.ways.probe).not.toBeNull();
        expect(await look()).toMatchObject({ answer: 'in', by: 'probe' });
      }),
  ],
  [
    'members who have to confirm their password in one place are still logged in',
    () => {
      const site = confirming();
      return loggedIn(site, async ({ look }) => {
        site.later();
        for (let looks = 0; looks <= MOST_LOOKS; looks += 1) expect((await look()).answer).not.toBe('out');
      });
    },
  ],
];

it.each(variants(0, WORKING))('%s', (_, story) => story());
