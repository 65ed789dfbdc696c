import type { Selectable } from 'kysely';
import type { SessionKeeping } from '../../../contract/session-lifetime.js';
import type { VaultContext } from '../context.js';
import { leasedUntil } from '../leases/leases.js';
import { knownEnd } from '../lifetimes/end.js';
import { findLife, historyOf } from '../lifetimes/lives.js';
import type { AgentsTable } from '../store/schema.js';
import { toTextOrNull } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import { reauthOf } from './reauth.js';

/** How an agent keeps its session, as callers see it. */
export async function keepingOf(
  ctx: VaultContext,
  db: Db,
  row: Selectable<AgentsTable>,
): Promise<SessionKeeping & { readonly session_expires_at: string | null }> {
  const isIn = row.status === 'AUTHENTICATED';
  const history = historyOf((await findLife(db, row.id))?.history);
  const { at, reason } = knownEnd(history, row.session_expires_at);
  return {
    auto_reauth: row.auto_reauth === 1,
    keep_alive: row.keep_alive === 1,
    session_expires_at: isIn ? toTextOrNull(at) : null,
    session_expires_reason: isIn ? reason : 'unknown',
    in_use_until: toTextOrNull(await leasedUntil(ctx, db, row)),
    ...(await reauthOf(ctx, db, row)),
  };
}
