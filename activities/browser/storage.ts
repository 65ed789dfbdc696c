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
