import type { BrowserContext, Page } from 'playwright-core';
import type { StorageState } from '../../../contract/index.js';
import type { LivePage } from '../../browser/index.js';
import type { SessionStorage } from '../../vault/types.js';
import type { LoginContext } from '../context.js';
import { readSessionStorage } from './page-world/read-session-storage.js';

export interface Session {
  readonly storage_state: StorageState;
  readonly session_storage: SessionStorage | null;
}

export async function exportSession(context: LoginContext, live: LivePage): Promise<Session> {
  const [storage_state, session_storage] = await Promise.all([
    exportState(context, live.context),
    exportSessionStorage(context, live.page),
  ]);
  return { storage_state, session_storage };
}

export const exportState = async (context: LoginContext, browser: BrowserContext): Promise<StorageState> =>
  (await context.race(browser.storageState({ indexedDB: true }))) as StorageState;

async function exportSessionStorage(context: LoginContext, page: Page): Promise<SessionStorage | null> {
  const found = await context.race(
    Promise.all(page.frames().map((frame) => frame.evaluate(readSessionStorage).catch(() => null))),
  );
  const entries = found.filter((entry) => entry !== null);
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
