import type { Milliseconds } from '../store/columns.js';

/** Who uses a session now. Each lapses by itself. */
export interface SessionLeasesTable {
  /** Random, and chosen by its holder. */
  id: string;
  profile_id: string;
  /** Null: all sites of the profile. */
  site: string | null;
  lasts_until: Milliseconds;
  /** The access key that it was taken with; null for one from before 0047. */
  made_by: string | null;
}
