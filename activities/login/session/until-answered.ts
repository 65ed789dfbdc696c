import type { LoginContext } from '../context.js';
import { happensWithin } from '../fill/happens-within.js';
import type { NetworkWatch } from '../read/network-watch.js';

/** How long a page is left for the answer to what it has sent. */
export const SENT_MS = 3_000;
const POLL_MS = 5;

/** Waits until the site has answered what a page sends by itself: it may trade what is good for one time, and would do so again where it is opened next. */
export async function untilAnswered(
  context: LoginContext,
  { network }: { readonly network: NetworkWatch },
): Promise<void> {
  await happensWithin(context, SENT_MS, POLL_MS, () => !network.sending);
}
