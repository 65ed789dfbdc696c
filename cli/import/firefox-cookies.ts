import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AgentAuthError } from '../../contract/errors/errors.js';

/** By what a file of SQLite begins. */
export const isSqlite = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 16)).toString('latin1') === 'SQLite format 3\0';

/** The cookies of windows without a container, in the names that an import reads. */
const COOKIES = `SELECT name, value, host AS domain, path, expiry AS expires, isSecure, isHttpOnly, sameSite, originAttributes
  FROM firefox.moz_cookies WHERE originAttributes NOT LIKE '%userContextId%' AND originAttributes NOT LIKE '%privateBrowsingId%'`;

/** A view, a virtual table or a column that is computed runs what the author of the file likes, for as long as he likes. */
const PLAIN_TABLE = `SELECT 1 FROM firefox.sqlite_master WHERE name = 'moz_cookies' AND type = 'table' AND sql LIKE 'CREATE TABLE%' AND sql NOT LIKE '%GENERATED%'
  AND sql NOT LIKE '% AS %' AND sql NOT LIKE '%)AS%'`;

/** As Firefox writes it: `^partitionKey=%28https%2Cexample.com%29`. */
function partitionOf(attributes: string): string | undefined {
  const key = new URLSearchParams(attributes.replace(/^\^/, '')).get('partitionKey');
  const [, scheme, site] = /^\((https?),([^,)]+)/.exec(key ?? '') ?? [];
  return site === undefined ? undefined : `${scheme}://${site}`;
}

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

/**
 * Reads Firefox's `cookies.sqlite` in place, and writes nothing to it.
 * @throws AgentAuthError `invalid_input`
 */
export async function readFirefox(file: string): Promise<object[]> {
  const { default: Database } = await import('libsql');
  const path = resolve(file);
  // What was written last may still be in the log beside it; without one nobody writes, and no lock is needed.
  const isQuiet = (await sizeOf(`${path}-wal`)) === 0;
  // Only a database that is attached can be opened for reading alone.
  const database = new Database(':memory:');
  try {
    const address = `${pathToFileURL(path).href}?mode=ro${isQuiet ? '&immutable=1' : ''}`;
    database.prepare('ATTACH ? AS firefox').run([address]);
    if (database.prepare(PLAIN_TABLE).all([]).length === 0) throw new Error('not the table of Firefox');
    const rows = database.prepare(COOKIES).all([]) as Record<string, unknown>[];
    return rows.map(({ isSecure, isHttpOnly, originAttributes, ...cookie }) => ({
      ...cookie,
      secure: isSecure === 1,
      httpOnly: isHttpOnly === 1,
      partitionKey: partitionOf(String(originAttributes ?? '')),
    }));
  } catch (error) {
    const isBusy = (error as { code?: unknown }).code === 'SQLITE_BUSY';
    const expected = isBusy ? 'a file that nobody uses: close Firefox first' : "Firefox's cookies.sqlite";
    throw new AgentAuthError('invalid_input', { file, expected });
  } finally {
    database.close();
  }
}
