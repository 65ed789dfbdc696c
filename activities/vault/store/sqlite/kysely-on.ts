import { Kysely } from 'kysely';
import type { Tables } from '../schema.js';
import { Connection } from './connection.js';
import { SerialDialect } from './dialect.js';

/** How long SQLite may hold the event loop while another process writes, in ms. */
const BUSY_TIMEOUT = 50;

/** @param settings of a new connection */
export const kyselyOn = (
  path: string,
  settings: readonly string[] = [],
  busyTimeout: number = BUSY_TIMEOUT,
): Kysely<Tables> => new Kysely<Tables>({ dialect: new SerialDialect(new Connection(path, busyTimeout), settings) });
