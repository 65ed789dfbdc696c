import { expect } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { lookWithBrowser, type Timeouts } from '../../../activities/login/index.js';
import { checkSession, type Looker, lookIfFree } from '../../../activities/session-check/index.js';
import type { Looked } from '../../../activities/vault/check.js';
import type { Bench } from '../login/harness.js';
import { toTheEnd } from '../login/to-the-end.js';
import { type FakeChecks, fakeChecks } from './fake-checks.js';

export interface LoggedIn {
  readonly checks: FakeChecks;
  /** Looks at the session now, whenever the last look was. */
  look(): Promise<Looked>;
}

/** What a look said, and what it was made by. */
export const inWords = ({ answer, by }: Looked): string => `${answer} by ${by}`;

export interface LogInOptions {
  readonly timeouts: Timeouts;
  /** Whether it is found out at once how the session can be looked at. @default true */
  readonly learns?: boolean;
}

export async function logIn(
  b: Bench,
  pages: Pages,
  host: string,
  { timeouts, learns = true }: LogInOptions,
): Promise<LoggedIn> {
  const { came } = await toTheEnd(b);
  expect(came.kind).toBe('saved');
  const checks = fakeChecks(b.vault.saved.at(-1)!, host);
  const activity = () => ({
    heartbeat() {},
    signal: new AbortController().signal,
    abortReason: () => 'cancel' as const,
  });
  const options = { vault: b.vault, pages, taskQueue: 'q', artefactDir: b.artefactDir, timeouts, activity };
  const looker: Looker = { vault: checks, browser: lookWithBrowser(options), onOver: async () => undefined };
  if (learns) await lookIfFree(looker, 'agent');
  return {
    checks,
    async look() {
      await checkSession(looker, { id: 'agent', max_age_seconds: 0, wait_seconds: 30 });
      return checks.ends.at(-1)!.looked!;
    },
  };
}
