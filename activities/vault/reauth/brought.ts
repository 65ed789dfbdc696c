import { sameSite } from '../../../contract/address/site.js';
import { markAgents } from '../changes/mark.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';

/**
 * A session has come into a profile that may be what agents of it wait for: they look again.
 * @param by the agent whose login brought it, on the site of its domain alone; null: it was put there by hand
 */
export async function sessionBrought(
  ctx: VaultContext,
  db: Db,
  profileName: string,
  by: { readonly id: string; readonly domain: string } | null = null,
): Promise<void> {
  const waiting = await db
    .selectFrom('reauth_waits')
    .innerJoin('agents', 'agents.id', 'reauth_waits.agent_id')
    .select(['agents.id', 'agents.domain', 'reauth_waits.brought'])
    .where('agents.profile_name', '=', profileName)
    .orderBy('agents.id')
    .execute();
  const concerned = waiting.filter(({ id, domain }) => by === null || (id !== by.id && sameSite(domain, by.domain)));
  for (const { id, brought } of concerned)
    await db
      .updateTable('reauth_waits')
      .set({ brought: brought + 1 })
      .where('agent_id', '=', id)
      .execute();
  await markAgents(
    ctx,
    db,
    concerned.map(({ id }) => id),
  );
}
