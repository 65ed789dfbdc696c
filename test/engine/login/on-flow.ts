import type { Pages } from '../../../activities/browser/index.js';
import { TIMEOUTS } from '../../../activities/login/index.js';
import { type Answer, type FlowSite, type ServeOptions, serveFlow, type Visit } from '../../sites/flows/serve.js';
import { type Bench, bench } from './harness.js';

export const TOTP_SECRET = 'JBSWY3DPEHPK3PXP';

/** Pages that never offer anything are not waited for as long as in earnest. */
const QUICK = { ...TIMEOUTS, settleMs: 4_000, undecidedMs: 700 };

/** Runs a login against a small site. */
export async function onFlow(
  pages: Pages,
  answer: (visit: Visit) => Answer | undefined | Promise<Answer | undefined>,
  run: (b: Bench, site: FlowSite) => Promise<void>,
  options: ServeOptions = {},
): Promise<void> {
  const site = await serveFlow(answer, options);
  const b = bench(pages, site.host, { totpSecret: TOTP_SECRET, login: { timeouts: QUICK } });
  try {
    await run(b, site);
  } finally {
    await site.stop();
    b.clean();
  }
}
