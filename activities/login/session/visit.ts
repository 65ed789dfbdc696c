import type { BrowserContext, Page } from 'playwright-core';
import type { SessionState } from '../../browser/index.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { goTo } from '../open/go-to.js';
import { NetworkWatch } from '../read/network-watch.js';
import type { Observation } from '../read/observe.js';
import { asksForLogin } from '../read/seen-page.js';
import { watch } from '../read/watch.js';

/** Address without query and fragment, which may hold what is good for one visit only. */
export const withoutQuery = (address: string): string => {
  const { origin, pathname } = new URL(address);
  return origin + pathname;
};

/** A fresh browser context at an address. */
export interface Visit {
  readonly browser: BrowserContext;
  readonly page: Page;
  look(decides: (seen: Observation) => boolean | Promise<boolean>): Promise<Observation>;
}

/** Opens an address in a fresh browser context that has only the given session. */
export async function visitAs<T>(
  context: LoginContext,
  state: SessionState | null,
  login: Login,
  address: string,
  use: (visit: Visit) => Promise<T>,
): Promise<T> {
  // What a page of the login kept for later is watched here as well.
  const opening = context.pages.newPage({ domain: login.grant.domain, state, wire: login.live.wire });
  const page = await context.openLate(opening, (late) => late.context().close());
  const browser = page.context();
  try {
    const network = new NetworkWatch(browser, context.clock, null);
    const { recipes, names, ref } = login;
    const told = { recipes, names, ref, chosenForm: null };
    await goTo(context, page, address);
    return await context.race(
      use({
        browser,
        page,
        look: (decides) => watch(context, { page }, network, decides, told),
      }),
    );
  } finally {
    await browser.close();
  }
}

/** What a browser without the session is shown. */
export interface Stranger {
  readonly url: string;
  readonly seen: Observation;
}

/** Asked to log in, or turned away. */
export const isTurnedAway = ({ view, status }: Observation): boolean => asksForLogin(view) || (status ?? 200) >= 400;

/** Opens an address without any session. */
export const visitAsStranger = (context: LoginContext, login: Login, address: string): Promise<Stranger> =>
  visitAs(context, null, login, address, async ({ page, look }) => {
    const seen = await context.race(look(isTurnedAway));
    return { url: page.url(), seen };
  });
