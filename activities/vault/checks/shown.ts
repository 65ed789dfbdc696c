/** What callers see of the looks at sessions. */
import type { AgentRecord } from '../../../contract/index.js';
import type { AgentsTable } from '../store/schema.js';
import { type CheckColumns as Check, showCheck } from './known.js';
import type { SessionProbesTable } from './tables.js';

/** Columns of the tables of looks beside an agent; null where there is no row. */
export type CheckColumns = Check & {
  readonly learned_at: SessionProbesTable['learned_at'] | null;
  readonly unavailable: SessionProbesTable['unavailable'];
};

export function shownChecks(
  row: Pick<AgentsTable, 'health_checks' | 'status'> & CheckColumns,
): Pick<AgentRecord, 'last_check' | 'health_check_unavailable_reason'> {
  const isWanted = row.health_checks === 1 && row.status === 'AUTHENTICATED';
  const reason = row.learned_at === null ? 'no_probe' : row.unavailable;
  return { last_check: showCheck(row), health_check_unavailable_reason: isWanted ? reason : null };
}
