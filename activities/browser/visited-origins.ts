import type { BrowserContext } from 'playwright-core';
import type { SessionState } from './storage.js';

const visited = new WeakMap<BrowserContext, Set<string>>();

/** Notes which origins a context may hold storage of: those that it starts with, and those that its frames go to. */
export function noteOrigins(context: BrowserContext, state: SessionState | null): void {
  const origins = new Set(state?.storage_state.origins.map(({ origin }) => origin));
  visited.set(context, origins);
  context.on('page', (page) =>
    page.on('framenavigated', (frame) => {
      const url = frame.url();
      if (URL.canParse(url)) origins.add(new URL(url).origin);
    }),
  );
}

/** Whether a context holds storage of no other origin. */
export const isOnlyOrigin = (context: BrowserContext, origin: string): boolean => {
  const origins = visited.get(context);
  return origins !== undefined && [...origins].every((each) => each === origin || each === NO_ORIGIN);
};

/** What documents are in that have no origin of their own, such as `about:blank`; they keep nothing. */
const NO_ORIGIN = 'null';
