import type { Page } from 'playwright-core';
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
}

export async function observe(page: Page, network: NetworkWatch): Promise<Observation> {
  const [view, marks] = await Promise.all([discover(page), sessionMarks(page)]);
  return { view, status: network.mainStatus, marks };
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
