/** Looks at sessions of sites that nobody has prepared for them, built as the usual frameworks build them, and ended on their side. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { TIMEOUTS } from '../../../activities/login/index.js';
import { KINDS } from '../../sites/frameworks/kinds.js';
import { serveFramework } from '../../sites/frameworks/serve.js';
import { variants } from '../../support/variants.js';
import { bench, testPages } from '../login/harness.js';
import { inWords, logIn } from './log-in.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const QUICK = { ...TIMEOUTS, settleMs: 4_000, undecidedMs: 400 };
const MANY = 50;

it.each(variants(1, KINDS))(
  '%s: told before and after its end, and not damaged by fifty looks',
  async (_, { make, by }) => {
    const site = make();
    const served = await serveFramework(site);
    const b = bench(pages, served.host, { login: { timeouts: QUICK } });
    try {
      const { look: lookNow } = await logIn(b, pages, served.host, { timeouts: QUICK });
      const look = async (): Promise<string> => inWords(await lookNow());
      expect(await look()).toBe(`in by ${by}`);
      for (let n = 0; n < (by === 'probe' ? MANY : 3); n += 1) expect(await look()).toBe(`in by ${by}`);
      site.later?.();
      expect(await look()).toMatch(/^in /);
      expect(await look()).toMatch(/^in /);
      site.trouble = { status: 503, body: 'Down' };
      expect(await look()).toMatch(/^inconclusive/);
      site.trouble = null;
      expect(await look()).toMatch(/^in /);
      site.end();
      expect(await look()).toMatch(/^out /);
      expect(site.logins()).toBe(1);
    } finally {
      await served.stop();
      b.clean();
    }
  },
);
