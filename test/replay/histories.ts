import { readdir, readFile } from 'node:fs/promises';

const folder = new URL('../histories/', import.meta.url);

/** As JSON holds it: one attribute object beside the type, named after it. */
export interface RecordedEvent {
  readonly eventType: string;
  readonly [attributes: string]: unknown;
}
export interface RecordedHistory {
  readonly events: readonly RecordedEvent[];
}

/** Recorded histories: a folder for each version of the workflows, a file for each workflow of a story. */
export const historyNames = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json')).sort();

export const readHistory = async (name: string): Promise<RecordedHistory> =>
  JSON.parse(await readFile(new URL(name, folder), 'utf8'));
