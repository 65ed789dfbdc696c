import type { Caller } from '../lib/caller.js';
import { check } from './check.js';
import { create } from './create.js';
import { list } from './list.js';
import { revoke } from './revoke.js';

/** Access keys: what callers of the vault show. */
export const keys = (caller: Caller) => ({
  /** Which key this is, and what it may do. */
  check: check(caller),
  /** Makes a key. */
  create: create(caller),
  /** Keys, newest first. Await it for one page, or iterate over all. */
  list: list(caller),
  /** Ends a key. */
  revoke: revoke(caller),
});
