import type { Page } from 'playwright-core';
import { PageTrouble } from '../../pages/index.js';
import { discover } from '../discover/discover.js';
import type { PageView } from '../discover/view.js';
import type { NetworkWatch } from './network-watch.js';

/** What is known of a page at one moment. Kept in memory only. */
export interface Observation {
  readonly view: PageView;
  /** Status of the last main document since the mark. */
  readonly status: number | null;
  /** Values of cookies and of the page's storage, by name. */
  readonly marks: ReadonlyMap<string, string>;
  /** Whether the main frame shows a password field, disabled or not. */
  readonly passwordShown: boolean;
}

/** @throws PageTrouble `network_error` when the page waits for a document that does not come */
export async function observe(page: Page, network: NetworkWatch): Promise<Observation> {
  if (network.navigating) throw new PageTrouble('network_error');
  const [view, marks, passwordShown] = await Promise.all([
    discover(page),
    sessionMarks(page),
    page.evaluate(showsPassword),
  ]);
  return { view, status: network.mainStatus, marks, passwordShown };
}

/** Runs in the page. A field that can't be filled asks for a password all the same. */
function showsPassword(): boolean {
  return [...document.querySelectorAll('input[type="password"]')].some((input) =>
    input.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
  );
}

/** Runs in the page. */
function readStorage(): [string, string][] {
  try {
    return [...Object.entries(localStorage), ...Object.entries(sessionStorage)];
  } catch {
    return [];
  }
}

/** What a session could be made of: cookies that scripts can't read, and storage. */
async function sessionMarks(page: Page): Promise<Map<string, string>> {
  const [cookies, storage] = await Promise.all([
    page.context().cookies(),
    page.evaluate(readStorage).catch((): [string, string][] => []),
  ]);
  const marks = new Map<string, string>();
  for (const { name, domain, path, value } of cookies) marks.set(`cookie ${domain}${path} ${name}`, value);
  for (const [key, value] of storage) marks.set(`storage ${key}`, value);
  return marks;
}

/** Whether something that could be a session came or changed. */
export const sessionChanged = (before: Observation, after: Observation): boolean =>
  [...after.marks].some(([name, value]) => before.marks.get(name) !== value);

/** Texts that the page did not show before. */
export function newAlerts(before: Observation, after: Observation): string[] {
  const known = new Set(before.view.alerts.map(({ text }) => text));
  return after.view.alerts.map(({ text }) => text).filter((text) => text !== '' && !known.has(text));
}
