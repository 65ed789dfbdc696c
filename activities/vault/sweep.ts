import { sweepSites } from './circuits/settle.js';
import { sweepDeleted } from './comparison/orphans.js';
import type { VaultContext } from './context.js';
import { recordEnd } from './events/login.js';
import { sweepEvents } from './events/sweep.js';
import { deleteCheckpoint } from './invocations/checkpoint.js';
import { findInvocation } from './invocations/find.js';
import { forgetTyped } from './invocations/known-to.js';
import { revokeLinks } from './invocations/links.js';
import { sweepPictures } from './invocations/picture.js';
import { deleteQuestions } from './invocations/questions.js';
import { sweepLeases } from './leases/leases.js';
import { sweepWaits } from './ledger/asked-to-wait.js';
import { settleEnd } from './ledger/settle.js';
import { sweepSubmissions } from './ledger/submissions.js';
import { sweepPieces } from './pieces/keep.js';
import { sweepHolds } from './profiles/holds.js';
import { sweepPins } from './profiles/pins.js';
import { sweepReads } from './providers/reads.js';
import { endWait } from './reauth/wait.js';
import { deleteSealingKeys } from './sealing-keys/delete-keys.js';
import { sweepTurns } from './sites/turns.js';
import { inTransaction } from './store/transaction.js';
import { sweepTrace } from './trace/sweep.js';

const DAY = 24 * 3_600_000;
/** Longer than a call can be repeated: its workflow has ended by then. */
const CALLS_KEPT_FOR = 7 * DAY;
/** Longer than any invocation waits: it has its key for 31 days. */
const LINKS_KEPT_FOR = 32 * DAY;
/** Longer than any clock is wrong. */
const STEPS_KEPT_FOR = 30 * DAY;
/** Longer than it takes to look one up. */
const COMMITS_KEPT_FOR = 3_600_000;

/** Deletes everything that has expired. See `Vault.sweep`. */
export async function sweep(ctx: VaultContext): Promise<void> {
  await inTransaction(ctx.db, async (db) => {
    if (!(await ctx.db.takeTurn(db, 'sweep'))) return;
    const now = ctx.clock();
    const dead = await db.selectFrom('sealing_keys').select(['kid', 'subject']).where('delete_at', '<=', now).execute();
    await deleteSealingKeys(
      ctx,
      db,
      dead.map(({ kid }) => kid),
    );
    // An invocation without its key can't continue. If it is not recorded as ended by now, it ended without saying so.
    for (const { subject } of dead) {
      await deleteCheckpoint(ctx, db, subject);
      await forgetTyped(ctx, db, subject);
      await revokeLinks(db, subject);
      await deleteQuestions(db, subject);
      await settleEnd(db, subject, null);
      const login = await findInvocation(db, subject);
      if (login === undefined || login.ended_at !== null) continue;
      const ended = { status: 'EXPIRED', error_code: null } as const;
      await db
        .updateTable('invocations')
        .set({ ...ended, ended_at: now })
        .where('id', '=', subject)
        .execute();
      await endWait(ctx, db, login, ended.status);
      await recordEnd(ctx, db, login, ended);
    }
    const calls = await db
      .selectFrom('vault_calls')
      .select('id')
      .where('created_at', '<=', now - CALLS_KEPT_FOR)
      .execute();
    for (const { id } of calls) {
      await db.deleteFrom('vault_calls').where('id', '=', id).execute();
      await ctx.records.forget(db, { table: 'vault_calls', id });
    }
    await db
      .deleteFrom('totp_steps')
      .where('claimed_at', '<=', now - STEPS_KEPT_FOR)
      .execute();
    await db
      .deleteFrom('invocation_links')
      .where('created_at', '<=', now - LINKS_KEPT_FOR)
      .execute();
    await db
      .deleteFrom('commits')
      // By the clock that they were written by (store/postgres/dialect.ts).
      .where('at', '<=', Date.now() - COMMITS_KEPT_FOR)
      .execute();
    await sweepTrace(ctx, db);
    await sweepPictures(ctx, db);
    await sweepSubmissions(ctx, db);
    await sweepHolds(ctx, db);
    await sweepPins(ctx, db);
    await sweepLeases(ctx, db);
    await sweepTurns(ctx, db);
    await sweepSites(ctx, db);
    await sweepWaits(ctx, db);
    await sweepPieces(ctx, db);
    await sweepEvents(ctx, db);
    await sweepDeleted(ctx, db);
    await sweepReads(ctx, db);
  });
  await ctx.db.emptyLog();
}
