import Database from 'libsql';
import { sqliteError } from './errors.js';

/** @param busyTimeout how long SQLite may hold the event loop while another process writes, in ms */
export function connect(path: string, busyTimeout: number): Database.Database {
  try {
    return new Database(path, { timeout: busyTimeout });
  } catch (error) {
    throw sqliteError(error);
  }
}
