/** The standing of many agents at once, for lists. */
import { homeUrl } from '../../../contract/domain.js';
import { siteAt } from '../../../contract/site.js';
import type { LoginStop } from '../../../contract/stop.js';
import { circuitSite, sitesToWaitFor } from '../circuits/circuit.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import { siteKey } from './account.js';
import { isAnyAskedToWait } from './asked-to-wait.js';
import { areAnyCodesRefused } from './codes.js';
import { agentsToWait } from './pace.js';
import { type Agent, standingOf } from './standing.js';
import { openAccounts } from './submissions.js';

type Listed = Agent & { readonly credential_provider: string | null };

/** Agents whose next login may be stopped, as far as few questions tell: whoever is not among them is in good standing. */
async function suspects(ctx: VaultContext, db: Db, agents: readonly Listed[]): Promise<readonly Listed[]> {
  const [open, waiting, sites] = [await openAccounts(db), await agentsToWait(db), await sitesToWaitFor(ctx, db)];
  if (open.sites.has(null) || (await areAnyCodesRefused(db)) || (await isAnyAskedToWait(ctx, db))) return agents;
  // A credential of an identity provider is used on other sites than its agent's.
  const isOpenAt = ({ domain, credential_provider }: Listed): boolean =>
    credential_provider === null ? open.sites.has(siteKey(ctx, siteAt(homeUrl(domain)))) : open.sites.size > 0;
  return agents.filter(
    (agent) =>
      waiting.has(agent.id) || sites.has(circuitSite(agent.domain)) || open.agents.has(agent.id) || isOpenAt(agent),
  );
}

/** Why logins of the agents would be stopped, by their ids. Those in good standing are not in it, and cost no question of their own. */
export async function standingsOf(
  ctx: VaultContext,
  db: Db,
  agents: readonly Listed[],
): Promise<ReadonlyMap<string, LoginStop | null>> {
  const standings = new Map<string, LoginStop | null>();
  for (const agent of await suspects(ctx, db, agents)) standings.set(agent.id, await standingOf(ctx, db, agent));
  return standings;
}
