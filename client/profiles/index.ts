import type { Caller } from '../lib/caller.js';
import { create } from './create.js';
import { remove } from './delete.js';
import { importProfile } from './import.js';
import { list } from './list.js';
import { retrieve } from './retrieve.js';
import { storageState } from './storage-state.js';

/** Saved browser sessions. */
export const profiles = (caller: Caller) => ({
  /** Makes an empty profile. */
  create: create(caller),
  /** Profiles, newest first. Await it for one page, or iterate over all. */
  list: list(caller),
  /** Facts about a profile, by id or name. */
  retrieve: retrieve(caller),
  /** The session itself, for Playwright's `newContext({ storageState })`. */
  storageState: storageState(caller),
  /** Saves a session that was made elsewhere. */
  import: importProfile(caller),
  /** Deletes a profile with the sessions in it. */
  delete: remove(caller),
});
