/**
 * What the tabs of a context keep in sessionStorage, by origin. Nothing reads the storage of an origin that no frame is at, and half a login may be kept
 * there, so Chromium tells of each item as it is written.
 */
import type { BrowserContext, Page } from 'playwright-core';
import { sessionOf } from './session-of.js';
import type { SessionState } from './storage.js';

type Items = Map<string, string>;

const kept = new WeakMap<BrowserContext, Map<string, Items>>();
/** Of more origins nothing is kept: no login goes through as many. */
const MAX_ORIGINS = 40;

interface Area {
  readonly storageKey?: string;
  readonly securityOrigin?: string;
  readonly isLocalStorage: boolean;
}

/** The origin in `https://host/^0https://top`, the name of a part of storage. */
function originOf({ storageKey = '', securityOrigin }: Area): string | null {
  const [place = ''] = (storageKey || (securityOrigin ?? '')).split('^');
  const origin = URL.canParse(place) ? new URL(place).origin : 'null';
  return origin === 'null' ? null : origin;
}

/** Begins with what the context is given. Call it before the first page. */
export function noteTabStorage(context: BrowserContext, state: SessionState | null): void {
  const given = Object.entries(state?.session_storage ?? {});
  kept.set(context, new Map(given.map(([origin, items]) => [origin, new Map(Object.entries(items))])));
  // A pop-up of the site.
  context.on('page', (page) => void watchTab(page).catch(() => undefined));
}

const watched = new WeakMap<Page, Promise<void>>();

/** Resolves when nothing that the page writes is missed any more. */
export function watchTab(page: Page): Promise<void> {
  const watching = watched.get(page) ?? watch(page);
  watched.set(page, watching);
  return watching;
}

async function watch(page: Page): Promise<void> {
  const context = page.context();
  const session = await sessionOf(page);
  const change = (area: Area, act: (items: Items) => void): void => {
    const origin = area.isLocalStorage ? null : originOf(area);
    const origins = kept.get(context);
    if (origin === null || origins === undefined) return;
    const items = origins.get(origin) ?? (origins.size < MAX_ORIGINS ? new Map<string, string>() : null);
    if (items === null) return;
    act(items);
    origins.set(origin, items);
  };
  session.on('DOMStorage.domStorageItemAdded', ({ storageId, key, newValue }) =>
    change(storageId, (items) => items.set(key, newValue)),
  );
  session.on('DOMStorage.domStorageItemUpdated', ({ storageId, key, newValue }) =>
    change(storageId, (items) => items.set(key, newValue)),
  );
  session.on('DOMStorage.domStorageItemRemoved', ({ storageId, key }) =>
    change(storageId, (items) => items.delete(key)),
  );
  session.on('DOMStorage.domStorageItemsCleared', ({ storageId }) => change(storageId, (items) => items.clear()));
  await session.send('DOMStorage.enable');
}

/** What the tabs of a context keep, also of origins that they have left. */
export function tabStorageOf(context: BrowserContext): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const origins = [...(kept.get(context) ?? [])].filter(([, items]) => items.size > 0);
  return Object.fromEntries(origins.map(([origin, items]) => [origin, Object.fromEntries(items)]));
}
