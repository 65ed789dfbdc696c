import type { Milliseconds } from '../store/columns.js';

/** What operators have switched off. */
export interface PausesTable {
  /** `agent:` and an id, or `site:` and a site. */
  subject: string;
  reason: string;
  /** Name of the access key. */
  paused_by: string;
  paused_at: Milliseconds;
}
