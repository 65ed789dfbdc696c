import { findAgent } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { aboutToType, isRefused, refusalFingerprint, type SubmittedWith, typedIn } from './refusals.js';

/** What the agent's login in progress has typed and is going to type for an account; what it is going to type counts. */
async function valuesBeside(
  ctx: VaultContext,
  db: Db,
  agentId: string,
  account: string,
  alongside: Readonly<Record<string, string>>,
): Promise<SubmittedWith> {
  const running = await db
    .selectFrom('invocations')
    .select('id')
    .where('agent_id', '=', agentId)
    .where('ended_at', 'is', null)
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const typed = running === undefined ? [] : await typedIn(db, running.id, account);
  return new Map([...typed, ...aboutToType(ctx, account, alongside)]);
}

/** Whether the site refused exactly this value before. See `LoginVault.wasRefused`. */
export function wasRefused(
  ctx: VaultContext,
  agentId: string,
  field: string,
  value: string,
  alongside: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  return inTransaction(ctx.db, async (db) => {
    const { id, credential_id } = await findAgent(db, agentId);
    // What was refused before a credential was linked is filed under the agent.
    for (const account of credential_id === null ? [id] : [id, credential_id]) {
      const submittedWith = await valuesBeside(ctx, db, id, account, alongside);
      if (await isRefused(ctx, db, account, refusalFingerprint(ctx, account, field, value), submittedWith)) return true;
    }
    return false;
  });
}
