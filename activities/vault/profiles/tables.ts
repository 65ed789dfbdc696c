/** Tables of profiles, as `store/schema.ts` has the others. */
import type { WrittenBy } from '../../../contract/profile/profile-version.js';
import type { Encrypted, Flag, Milliseconds } from '../store/columns.js';

export interface ProfilesTable {
  id: string;
  name: string;
  version: number;
  created_at: Milliseconds;
  updated_at: Milliseconds;
}

export interface ProfileVersionsTable {
  profile_id: string;
  version: number;
  /** JSON list. */
  domains: string;
  needs_session_storage: Flag;
  /** Null before 0010. */
  written_at: Milliseconds | null;
  /** Null before 0023. */
  written_by: WrittenBy | null;
  /** Parts by (site, owner), see profiles/jar.ts; one state for all before 0010, until it is loaded. */
  sealed: Encrypted;
}

/** Leases: one login at a time uses what its agent owns in a profile. */
export interface ProfileHoldsTable {
  profile_name: string;
  /** `site:` and a site, or the id of an agent for its own part. */
  item: string;
  /** Id of the login; null: nobody. */
  holder: string | null;
  /** Names the one page of the login that has it. */
  opening: string | null;
  held_until: Milliseconds;
  /** Until when somebody else is taken to wait for it. */
  wanted_until: Milliseconds;
}

/** Versions that somebody goes on from: they are kept, however old they are. */
export interface ProfilePinsTable {
  /** Id of the login, or of the browser. */
  holder: string;
  version: number;
  profile_id: string;
  /** It ends sooner with its holder. */
  lasts_until: Milliseconds;
}

/** Sites that end a session at its second visit. */
export interface SingleVisitsTable {
  agent_id: string;
  site: string;
  found_at: Milliseconds;
}
