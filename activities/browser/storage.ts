import type { BrowserContextOptions } from 'playwright-core';
import type { StorageState } from '../../contract/index.js';

/** What a browser starts a session from. */
export interface SessionState {
  readonly storage_state: StorageState;
  /** Keys and values by origin; Playwright's storage state holds none. */
  readonly session_storage: Readonly<Record<string, Readonly<Record<string, string>>>> | null;
}

type PlaywrightState = Exclude<BrowserContextOptions['storageState'], string | undefined>;

/** The contract's storage state is Playwright's, only read-only. */
export const toPlaywright = (state: StorageState): PlaywrightState => structuredClone(state) as PlaywrightState;

/** Runs in each document of a context before its own scripts. */
export function restoreSessionStorage(saved: Readonly<Record<string, Readonly<Record<string, string>>>>): void {
  try {
    const own = saved[location.origin];
    if (own === undefined || sessionStorage.length > 0) return;
    for (const [key, value] of Object.entries(own)) sessionStorage.setItem(key, value);
  } catch {
    // A sandboxed or opaque origin has no sessionStorage.
  }
}
