import type { BrowserContext, Response } from 'playwright-core';
import type { Session } from './export-session.js';

const MATTERS: ReadonlySet<string> = new Set(['document', 'xhr', 'fetch']);

/** Which cookies a site gives again to a browser that has them: those go on for as long as they are used. */
export class Renewals {
  readonly #names = new Set<string>();
  readonly #reading = new Set<Promise<void>>();

  constructor(context: BrowserContext) {
    context.on('response', (response) => {
      if (!MATTERS.has(response.request().resourceType())) return;
      const reading = this.#read(response).catch(() => undefined);
      this.#reading.add(reading);
      void reading.finally(() => this.#reading.delete(reading));
    });
  }

  /** Names of the cookies so far. */
  async names(): Promise<ReadonlySet<string>> {
    await Promise.all(this.#reading);
    return this.#names;
  }

  async #read(response: Response): Promise<void> {
    for (const { name, value } of await response.headersArray())
      if (name.toLowerCase() === 'set-cookie') this.#names.add(value.slice(0, value.indexOf('=')).trim());
  }
}

/** Names of the cookies and entries that a page's scripts, or a site, gave anew since a session was put into a browser. */
export function changedIn(before: Session, after: Session): string[] {
  const old = new Map(entriesOf(before).map(([key, value]) => [key, value]));
  return entriesOf(after).flatMap(([key, value, name]) => (old.has(key) && old.get(key) !== value ? [name] : []));
}

function entriesOf({ storage_state, session_storage }: Session): [key: string, value: string, name: string][] {
  const stored = [
    ...storage_state.origins.flatMap(({ origin, localStorage }) =>
      localStorage.map(({ name, value }) => [`local ${origin}`, name, value] as const),
    ),
    ...Object.entries(session_storage ?? {}).flatMap(([origin, items]) =>
      Object.entries(items).map(([name, value]) => [`tab ${origin}`, name, value] as const),
    ),
  ];
  return [
    ...storage_state.cookies.map(({ domain, path, name, value }): [string, string, string] => [
      `${domain} ${path} ${name}`,
      value,
      name,
    ]),
    ...stored.map(([place, name, value]): [string, string, string] => [`${place} ${name}`, value, name]),
  ];
}
