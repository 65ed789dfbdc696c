/** Providers that a login waits for are asked, once a minute, whether they answer again. */
import { AgentAuthError, type ErrorCode } from '../../../contract/index.js';
import type { VaultContext } from '../context.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { askInTime } from './asking.js';
import type { KnownProvider } from './known.js';
import { openToken } from './record.js';
import { tellWaiting } from './troubles.js';

/** Less than the minute between the rounds of a worker; of several workers one asks. */
const APART_MS = 50_000;

/** What goes by itself. A token that is wrong, or may too little, is not sent again and again: somebody has to do something, and tests it then. */
const PASSING: readonly ErrorCode[] = [
  'provider_unavailable',
  'provider_rate_limited',
  'provider_answer_invalid',
  'provider_locked',
];

/** Takes the turn to ask those that are to be asked now. */
async function take(ctx: VaultContext, db: Db, ids: readonly string[]): Promise<readonly KnownProvider[]> {
  if (ids.length === 0) return [];
  const now = ctx.clock();
  const rows = await db
    .selectFrom('providers')
    .selectAll()
    .where('id', 'in', ids)
    .where('enabled', '=', 1)
    .where('trouble', 'in', PASSING)
    .where((eb) => eb.or([eb('limited_until', 'is', null), eb('limited_until', '<=', now)]))
    .where((eb) => eb.or([eb('tried_at', 'is', null), eb('tried_at', '<=', now - APART_MS)]))
    .execute();
  const known: KnownProvider[] = [];
  for (const row of rows) {
    await db.updateTable('providers').set({ tried_at: now }).where('id', '=', row.id).execute();
    known.push({ row, token: await openToken(ctx, db, row) });
  }
  return known;
}

/** Who answers is noted as such, and the logins that wait for it are told (asking.ts). */
export async function tryAgain(ctx: VaultContext): Promise<void> {
  const known = await inTransaction(ctx.db, async (db) => take(ctx, db, await tellWaiting(ctx, db)));
  await Promise.all(
    known.map(async (provider) => {
      try {
        await askInTime(ctx, provider, (one) => one.check());
      } catch (error) {
        if (!(error instanceof AgentAuthError)) throw error;
      }
    }),
  );
}
