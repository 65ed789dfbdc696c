import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A fingerprint of source files by name, size and time of change: quick enough to be taken at every start.
 *
 * @param {string} project
 * @param {readonly string[]} entries files and folders inside it; those that do not exist count as empty
 */
export function fingerprint(project, entries) {
  const hash = createHash('sha256');
  for (const entry of entries) addTo(hash, project, entry);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} project
 * @param {string} entry
 */
function addTo(hash, project, entry) {
  const path = join(project, entry);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    for (const name of readdirSync(path).sort()) addTo(hash, project, join(entry, name));
  } else if (stat !== undefined) {
    hash.update(`${entry}:${stat.size}:${stat.mtimeMs}\n`);
  }
}
