import type { LoginRef } from '../../../contract/steps.js';
import { markLost } from '../changes/mark.js';
import type { VaultContext } from '../context.js';
import { endInvocation } from '../invocations/close.js';
import { findInvocation } from '../invocations/find.js';
import { inTransaction } from '../store/transaction.js';

/** See `ComparisonVault.endLost`. */
export async function endLost(ctx: VaultContext, ref: LoginRef, endedBy: 'somebody' | 'nobody'): Promise<void> {
  await inTransaction(ctx.db, async (db) => {
    const login = await findInvocation(db, ref.invocation_id);
    if (login === undefined || login.agent_id !== ref.auth_agent_id || login.ended_at !== null) return;
    // Its session was proven and saved: only the end was not written any more.
    const isProven = login.saved_at !== null;
    const failed =
      endedBy === 'nobody'
        ? ({ status: 'FAILED', error_code: 'workflow_lost' } as const)
        : ({ status: 'CANCELED', error_code: null } as const);
    const end = isProven ? ({ status: 'SUCCESS', error_code: null } as const) : failed;
    await endInvocation(ctx, db, { ...ref, ...end, save_credential_as: login.save_credential_as, given: {} });
    const agent = await db.selectFrom('agents').select('id').where('id', '=', login.agent_id).executeTakeFirst();
    if (agent === undefined) return;
    const isRenewal = login.type === 'reauth' && end.status === 'FAILED';
    await markLost(ctx, db, login.agent_id, isRenewal ? 'renew' : 'ended');
  });
  await ctx.db.emptyLog();
}
