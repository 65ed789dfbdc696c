/** The standing of many agents at once, for lists. */
import { homeUrl } from '../../../contract/address/domain.js';
import { siteAt } from '../../../contract/address/site.js';
import type { LoginStop } from '../../../contract/agent/stop.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import { siteKey } from './account.js';
import type { Agent } from './accounts-of-agents.js';
import { areAnyCodesStopped } from './codes.js';
import { stopsOf } from './standing.js';
import { openAccounts } from './submissions.js';

type Listed = Agent & { readonly credential_provider: string | null };

/** Agents whose accounts may be stopped, as far as one question tells. */
async function suspects(ctx: VaultContext, db: Db, agents: readonly Listed[]): Promise<readonly Listed[]> {
  const open = await openAccounts(db);
  if (open.sites.has(null)) return agents;
  // A credential of an identity provider is used on other sites than its agent's.
  const isOpenAt = ({ domain, credential_provider }: Listed): boolean =>
    credential_provider === null ? open.sites.has(siteKey(ctx, siteAt(homeUrl(domain)))) : open.sites.size > 0;
  return agents.filter((agent) => open.agents.has(agent.id) || isOpenAt(agent));
}

/** Why logins of the agents would be stopped, by their ids; those in good standing are not in it. Nothing is opened of those that are no suspects. */
export const standingsOf = async (
  ctx: VaultContext,
  db: Db,
  agents: readonly Listed[],
): Promise<ReadonlyMap<string, LoginStop>> =>
  stopsOf(ctx, db, agents, {
    accounts: await suspects(ctx, db, agents),
    codes: (await areAnyCodesStopped(db)) ? agents : [],
  });
