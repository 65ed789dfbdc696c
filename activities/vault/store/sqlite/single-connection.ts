import { pathToFileURL } from 'node:url';
// Without the drivers of the network, which take a while to load.
import { type Client, createClient } from '@libsql/client/sqlite3';
import { sqliteError } from './errors.js';

/** A client with exactly one connection. */
export function singleConnection(path: string, busyTimeout: number): Client {
  try {
    return createClient({ url: pathToFileURL(path).href, concurrency: 1, timeout: busyTimeout });
  } catch (error) {
    throw sqliteError(error);
  }
}
