import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import type { StorageState } from '../../contract/index.js';
import { restoreOrigins } from '../../contract/profile/restore-origins.js';
import { onAside } from './aside.js';
import { toPlaywright } from './storage.js';
import { FEW_ORIGINS } from './visited-origins.js';

/** A context that has a saved state, as far as the browser takes it. */
export interface FilledContext {
  readonly context: BrowserContext;
  /** How many cookies and origins it did not take. */
  readonly dropped: number;
}

/**
 * Opens a context with a saved state. State that the browser refuses is dropped: it would refuse it the next time as well, and no login
 * would ever begin.
 */
export async function withState(
  browser: Browser,
  options: BrowserContextOptions,
  state: StorageState | null,
): Promise<FilledContext> {
  if (state === null) return { context: await browser.newContext(options), dropped: 0 };
  const isFew = state.origins.length <= FEW_ORIGINS;
  const atOnce = isFew ? state : { ...state, origins: [] };
  const context = await browser.newContext({ ...options, storageState: toPlaywright(atOnce) }).catch(() => null);
  if (context === null) return piecemeal(browser, options, state);
  return closeUnless(context, async () => {
    // What can't be put back is not lost: it stays what was loaded.
    if (!isFew) await onAside(context, (page) => restoreOrigins(page, state.origins));
    return 0;
  });
}

/** One thing after the other, so that each is refused alone. A browser that is gone refuses the empty context, too. */
async function piecemeal(
  browser: Browser,
  options: BrowserContextOptions,
  state: StorageState,
): Promise<FilledContext> {
  const context = await browser.newContext(options);
  return closeUnless(context, async () => {
    let dropped = 0;
    for (const cookie of toPlaywright(state).cookies)
      await context.addCookies([cookie]).catch(() => {
        dropped += 1;
      });
    for (const origin of state.origins) {
      const failed = await onAside(context, (page) => restoreOrigins(page, [origin])).catch(() => [origin.origin]);
      dropped += failed.length;
    }
    return dropped;
  });
}

async function closeUnless(context: BrowserContext, fill: () => Promise<number>): Promise<FilledContext> {
  try {
    return { context, dropped: await fill() };
  } catch (error) {
    await context.close();
    throw error;
  }
}
