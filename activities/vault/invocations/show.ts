import type { Selectable } from 'kysely';
import type { InvocationRecord } from '../../../contract/index.js';
import type { InvocationsTable } from '../store/schema.js';
import { toText, toTextOrNull } from '../store/times.js';
import { readEndDetails } from './end-details.js';

/** An invocation as callers see it. */
export const showInvocation = (row: Selectable<InvocationsTable>): InvocationRecord => ({
  invocation_id: row.id,
  auth_agent_id: row.agent_id,
  type: row.type,
  domain: row.domain,
  profile_name: row.profile_name,
  status: row.status,
  error_code: row.error_code,
  started_at: toText(row.started_at),
  ended_at: toTextOrNull(row.ended_at),
  ...readEndDetails(row.end_details),
});
