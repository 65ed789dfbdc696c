import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What earlier runs learned, in `tools.json` in the cache: which files were seen running (with size and time of change,
 * so that a file that changed is tried again), and what was chosen. Losing it costs a second, no more.
 *
 * @typedef {import('./types.js').Proof & { size: number, mtimeMs: number, asRoot: boolean }} RecordedProof
 * @typedef {object} ToolsRecord
 * @property {Record<string, RecordedProof>} proofs by path
 * @property {{ key: string, path: string } | null} playwright where Playwright's registry keeps its Chromium
 * @property {import('./types.js').Tools | null} tools what was chosen last, for people to read
 */

/** @param {string} cache */
const recordFile = (cache) => join(cache, 'tools.json');

/**
 * @param {string} cache
 * @returns {ToolsRecord}
 */
export function readRecord(cache) {
  const empty = { proofs: {}, playwright: null, tools: null };
  try {
    return { ...empty, ...JSON.parse(readFileSync(recordFile(cache), 'utf8')) };
  } catch {
    return empty;
  }
}

/**
 * Adds to the record. In a cache that can't be written nothing is remembered, and everything still works.
 *
 * @param {string} cache
 * @param {(record: ToolsRecord) => void} change
 */
export function changeRecord(cache, change) {
  const record = readRecord(cache);
  const before = JSON.stringify(record);
  change(record);
  if (JSON.stringify(record) === before) return;
  const draft = `${recordFile(cache)}.${randomUUID()}`;
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`);
    renameSync(draft, recordFile(cache));
  } catch {
    // See above.
  }
}

/**
 * The proof for this very file, if there is one. The sandbox depends on who asks, so root's proof is root's alone.
 *
 * @param {string} path
 * @param {import('./types.js').Context} context
 */
export function recordedProof(path, { cache, isRoot }) {
  const proof = readRecord(cache).proofs[path];
  const file = statSync(path, { throwIfNoEntry: false });
  const same = proof?.size === file?.size && proof?.mtimeMs === file?.mtimeMs && proof?.asRoot === isRoot;
  return same ? proof : undefined;
}

/**
 * @param {string} path
 * @param {import('./types.js').Proof} proof
 * @param {import('./types.js').Context} context
 */
export function recordProof(path, proof, { cache, isRoot }) {
  const { size, mtimeMs } = statSync(path);
  changeRecord(cache, (record) => {
    record.proofs[path] = { ...proof, size, mtimeMs, asRoot: isRoot };
  });
}
