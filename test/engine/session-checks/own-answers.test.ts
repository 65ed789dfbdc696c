/** Sites that answer a session which is over in a way of their own: it is found out within an interval, and nobody who is logged in is taken for a stranger. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { TIMEOUTS } from '../../../activities/login/index.js';
import { type Framework, serveFramework } from '../../sites/frameworks/serve.js';
import { ENDING, STAYING } from '../../sites/own-answers/kinds.js';
import { bench, testPages } from '../login/harness.js';
import { logIn } from './log-in.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const QUICK = { ...TIMEOUTS, settleMs: 4_000, undecidedMs: 400 };
/** So many fit into an interval of an hour: after 1, 2, 4, 8, 16 and 32 minutes. */
const MOST_LOOKS = 6;

type Look = () => Promise<string>;

async function loggedIn(site: Framework, run: (look: Look) => Promise<void>): Promise<void> {
  const served = await serveFramework(site);
  const b = bench(pages, served.host, { login: { timeouts: QUICK } });
  try {
    const { look } = await logIn(b, pages, served.host, { timeouts: QUICK });
    await run(async () => (await look()).answer);
    expect(site.logins()).toBe(1);
  } finally {
    await served.stop();
    b.clean();
  }
}

/** What everybody is answered, whoever it is. */
const TROUBLES = [
  { status: 503, body: 'Down' },
  { body: '<h1>We will be right back</h1><p>Maintenance until noon</p>' },
  { status: 429, body: 'Slow', headers: { 'retry-after': '7' } },
  { to: '/maintenance.html' },
  { status: 403, body: 'Blocked' },
  { status: 403, body: '' },
];

it.each(ENDING)('%s', async (_, make) => {
  const site = make();
  await loggedIn(site, async (look) => {
    expect(await look()).toBe('in');
    site.later?.();
    expect(await look()).toBe('in');
    for (const trouble of TROUBLES) {
      site.trouble = trouble;
      expect(await look()).toBe('inconclusive');
      site.trouble = null;
      expect(await look()).toBe('in');
    }
    site.end();
    const said: string[] = [];
    while (said.length < MOST_LOOKS && said.at(-1) !== 'out') said.push(await look());
    expect(said).not.toContain('in');
    expect(said.at(-1)).toBe('out');
  });
});

it.each(STAYING)('members are still logged in: %s', async (_, make) => {
  const site = make();
  await loggedIn(site, async (look) => {
    expect(await look()).toBe('in');
    site.later();
    for (let n = 0; n < MOST_LOOKS + 2; n += 1) expect(await look()).toBe('inconclusive');
  });
});
