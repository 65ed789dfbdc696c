import type { BrowserContext, Page } from 'playwright-core';
import type { StorageState } from '../../../contract/index.js';
import type { LivePage } from '../../browser/index.js';
import type { SessionStorage } from '../../vault/types.js';
import { readSessionStorage } from './page-world/read-session-storage.js';

export interface Session {
  readonly storage_state: StorageState;
  readonly session_storage: SessionStorage | null;
}

export async function exportSession({ context, page }: LivePage): Promise<Session> {
  const [storage_state, session_storage] = await Promise.all([exportState(context), exportSessionStorage(page)]);
  return { storage_state, session_storage };
}

export const exportState = async (context: BrowserContext): Promise<StorageState> =>
  (await context.storageState({ indexedDB: true })) as StorageState;

async function exportSessionStorage(page: Page): Promise<SessionStorage | null> {
  const found = await Promise.all(page.frames().map((frame) => frame.evaluate(readSessionStorage).catch(() => null)));
  const entries = found.filter((entry) => entry !== null);
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
