import type { ReauthWait } from '../../../contract/agent/reauth-wait.js';
import type { Milliseconds } from '../store/columns.js';
import { toText, toTextOrNull } from '../store/times.js';
import type { ReauthWaitsTable } from './tables.js';

/** Columns of the wait beside an agent; null where there is no row. */
export interface WaitColumns {
  readonly wait_since: Milliseconds | null;
  readonly waits_for: ReauthWaitsTable['waits_for'] | null;
  readonly missing: string | null;
  readonly wait_invocation_id: string | null;
  readonly wait_until: Milliseconds | null;
  readonly wait_next_at: Milliseconds | null;
}

/** What an agent waits for, as callers see it. */
export const shownWait = (row: WaitColumns): ReauthWait | null =>
  row.wait_since === null || row.waits_for === null
    ? null
    : {
        since: toText(Number(row.wait_since)),
        waits_for: row.waits_for,
        missing: JSON.parse(row.missing ?? '[]'),
        invocation_id: row.wait_invocation_id,
        until: toTextOrNull(row.wait_until),
        next_at: toTextOrNull(row.wait_next_at),
      };
