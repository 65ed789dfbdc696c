import type { Caller } from '../lib/caller.js';
import { forget } from './forget.js';
import { list } from './list.js';

/** The ways that logins have learned from their success. They hold no value. */
export const recipes = (caller: Caller) => ({
  /** What agents have learned, newest first. Await it for one page, or iterate over all. */
  list: list(caller),
  /** Drops what one agent has learned. */
  forget: forget(caller),
});
