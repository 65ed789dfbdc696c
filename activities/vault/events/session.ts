import type { Selectable } from 'kysely';
import type { AgentStatus } from '../../../contract/index.js';
import type { VaultContext } from '../context.js';
import type { AgentsTable } from '../store/schema.js';
import { toTextOrNull } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import { recordEvents } from './record.js';

type Before = Pick<Selectable<AgentsTable>, 'id' | 'domain' | 'profile_name' | 'status'>;

/**
 * Tells what a change of an agent's status means for its session. Call it with the row as it was.
 * @param isNew whether a login has just proved a session; else the status is only repeated
 */
export async function recordStatus(
  ctx: VaultContext,
  db: Db,
  before: Before,
  status: AgentStatus,
  {
    isNew = false,
    session_expires_at = null,
  }: { readonly isNew?: boolean; readonly session_expires_at?: number | null } = {},
): Promise<void> {
  if (status === 'NEEDS_AUTH') {
    if (before.status === 'AUTHENTICATED') await recordEvents(ctx, db, before, ['session.expired']);
    return;
  }
  const told = { session_expires_at: toTextOrNull(session_expires_at === null ? null : Number(session_expires_at)) };
  if (before.status === 'NEEDS_AUTH') await recordEvents(ctx, db, before, ['session.authenticated'], told);
  else if (isNew) await recordEvents(ctx, db, before, ['session.renewed'], told);
}
