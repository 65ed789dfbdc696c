import type { Selectable } from 'kysely';
import type { SessionKeeping } from '../../../contract/agent/session-lifetime.js';
import type { VaultContext } from '../context.js';
import { leasesOf } from '../leases/leases.js';
import { knownEnd } from '../lifetimes/end.js';
import { historyOf, livesOf } from '../lifetimes/lives.js';
import type { AgentsTable } from '../store/schema.js';
import { toTextOrNull } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import { reauthsOf } from './reauth.js';

type Agent = Selectable<AgentsTable>;
type Keeping = SessionKeeping & { readonly session_expires_at: string | null };

/** How agents keep their sessions, as callers see it, by their ids. */
export async function keepingsOf(
  ctx: VaultContext,
  db: Db,
  rows: readonly Agent[],
): Promise<ReadonlyMap<string, Keeping>> {
  const ids = rows.map(({ id }) => id);
  const [lives, leases] = [await livesOf(db, ids), await leasesOf(ctx, db, rows)];
  const reauths = await reauthsOf(ctx, db, rows);
  return new Map(
    rows.map((row) => {
      const isIn = row.status === 'AUTHENTICATED';
      const { at, reason } = knownEnd(historyOf(lives.get(row.id)?.history), row.session_expires_at);
      const keeping: Keeping = {
        auto_reauth: row.auto_reauth === 1,
        keep_alive: row.keep_alive === 1,
        session_expires_at: isIn ? toTextOrNull(at) : null,
        session_expires_reason: isIn ? reason : 'unknown',
        in_use_until: toTextOrNull(leases.get(row.id) ?? null),
        ...reauths.get(row.id)!,
      };
      return [row.id, keeping];
    }),
  );
}

export const keepingOf = async (ctx: VaultContext, db: Db, row: Agent): Promise<Keeping> =>
  (await keepingsOf(ctx, db, [row])).get(row.id)!;
