/** Sites that end a session at its second visit, or in a second window: found out once for an agent, and not tried again. */
import type { LoginRef } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { findRunning } from '../invocations/find.js';
import { siteOfDomain } from '../profiles/session.js';
import { type Db, inTransaction } from '../store/transaction.js';

/** See `LoginVault.noteSingleVisit`. */
export const noteSingleVisit = (ctx: VaultContext, ref: LoginRef): Promise<void> =>
  inTransaction(ctx.db, async (db) => {
    const { agent_id, domain } = await findRunning(db, ref);
    await db
      .insertInto('single_visits')
      .values({ agent_id, site: siteOfDomain(domain), found_at: ctx.clock() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });

/** Whether an agent's session bears one visit only. */
export async function bearsOneVisit(
  db: Db,
  { id, domain }: { readonly id: string; readonly domain: string },
): Promise<boolean> {
  const found = await db
    .selectFrom('single_visits')
    .select('agent_id')
    .where('agent_id', '=', id)
    .where('site', '=', siteOfDomain(domain))
    .executeTakeFirst();
  return found !== undefined;
}

export async function forgetSingleVisits(db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('single_visits').where('agent_id', '=', agentId).execute();
}
