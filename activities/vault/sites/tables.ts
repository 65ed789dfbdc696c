/** Tables of sites, as `store/schema.ts` has the others. */
import type { Flag, Milliseconds } from '../store/columns.js';

/** A login that has a page on a site, or waits for its turn. */
export interface SiteSlotsTable {
  invocation_id: string;
  site: string;
  /** Names the page; null while the login waits. */
  opening: string | null;
  /** A person has just answered it. */
  is_watched: Flag;
  /** Since when it waits, or has its page. */
  since: Milliseconds;
  /** It counts no longer than this, unless it is kept or asks again. */
  lasts_until: Milliseconds;
}
