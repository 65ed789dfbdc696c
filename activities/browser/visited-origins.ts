import type { BrowserContext, Page } from 'playwright-core';
import type { StorageState } from '../../contract/index.js';
import type { BlankPage } from '../../contract/profile/blank-page.js';
import { collectOrigins } from '../../contract/profile/restore-origins.js';
import { asAside, isAside, onAside } from './aside.js';
import type { SessionState } from './storage.js';

type OriginState = StorageState['origins'][number];

interface Noted {
  /** What the context started with, by origin. */
  readonly loaded: ReadonlyMap<string, OriginState>;
  /** Where its frames have been: what is stored there may be another by now. */
  readonly visited: Set<string>;
}

const noted = new WeakMap<BrowserContext, Noted>();

/** Notes which origins a context may hold storage of: those that it starts with, and those that its frames go to. */
export function noteOrigins(context: BrowserContext, state: SessionState | null): void {
  const visited = new Set<string>();
  const loaded = new Map(state?.storage_state.origins.map((each) => [each.origin, each]));
  noted.set(context, { loaded, visited });
  context.on('page', (page) =>
    page.on('framenavigated', (frame) => {
      const url = frame.url();
      if (URL.canParse(url) && !isAside(page)) visited.add(new URL(url).origin);
    }),
  );
}

const originsOf = ({ loaded, visited }: Noted): Set<string> => {
  const origins = new Set([...loaded.keys(), ...visited]);
  origins.delete(NO_ORIGIN);
  return origins;
};

/** Whether a context holds storage of no other origin. */
export const isOnlyOrigin = (context: BrowserContext, origin: string): boolean => {
  const known = noted.get(context);
  return known !== undefined && [...originsOf(known)].every((each) => each === origin);
};

/** What documents are in that have no origin of their own, such as `about:blank`; they keep nothing. */
const NO_ORIGIN = 'null';

/** So many origins Playwright opens one after the other, about as fast as we open them together. */
export const FEW_ORIGINS = 3;

/** All that a context holds, but sessionStorage. Of origins that nobody has been to since, it is what there was. */
export async function stateOf(context: BrowserContext): Promise<StorageState> {
  const known = noted.get(context);
  if (known === undefined || originsOf(known).size <= FEW_ORIGINS)
    return (await context.storageState({ indexedDB: true })) as StorageState;
  return collected(context, known, (collect) => onAside(context, collect));
}

/**
 * The same, asked by a page that shows nothing any more: for a few origins at half the cost of another page.
 * @param page at `about:blank`, where it is afterwards, too
 */
export async function stateByPage(page: Page): Promise<StorageState> {
  const context = page.context();
  const known = noted.get(context);
  if (known === undefined) return stateOf(context);
  return collected(context, known, (collect) => asAside(page, collect));
}

type Collect = (page: BlankPage) => Promise<Map<string, OriginState>>;

async function collected(
  context: BrowserContext,
  known: Noted,
  on: (collect: Collect) => Promise<Map<string, OriginState>>,
): Promise<StorageState> {
  const cookies = (await context.cookies()) as StorageState['cookies'];
  const found = await on((page) => collectOrigins(page, [...known.visited]));
  const origins = [...originsOf(known)].flatMap((origin) => found.get(origin) ?? known.loaded.get(origin) ?? []);
  return { cookies, origins: origins.filter(hasStorage) };
}

const hasStorage = ({ localStorage, indexedDB = [] }: OriginState): boolean =>
  localStorage.length + indexedDB.length > 0;
