/** Whose a site is in a profile: of the agents whose grants name it. */
import { providerHosts } from '../../../contract/credentials/identity-providers.js';
import type { Db } from '../store/transaction.js';
import { siteOfDomain } from './session.js';

/** The agents that name a site, by site. A site that nobody names is not in it. */
export type Owners = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads from the grants which sites the agents of a profile name: domain, allowed domains, hosts of the provider, hosts to send to. */
export async function readOwners(db: Db, profileName: string): Promise<Owners> {
  const agents = await db
    .selectFrom('agents')
    .leftJoin('credentials', 'credentials.id', 'agents.credential_id')
    .select(['agents.id', 'agents.domain', 'agents.allowed_domains', 'agents.send_to', 'credentials.sso_provider'])
    .where('agents.profile_name', '=', profileName)
    .orderBy('agents.id')
    .execute();
  const owners = new Map<string, Set<string>>();
  for (const { id, domain, allowed_domains, send_to, sso_provider } of agents) {
    const named = [domain, ...JSON.parse(allowed_domains), ...JSON.parse(send_to), ...providerHosts(sso_provider)];
    for (const site of named.map(siteOfDomain)) owners.set(site, (owners.get(site) ?? new Set()).add(id));
  }
  return owners;
}

/** Whether the logins of an agent may load and write a site: it is theirs, or nobody's. */
export const mayUse = (owners: Owners, agentId: string, site: string): boolean =>
  owners.get(site)?.has(agentId) ?? true;

export const isOwner = (owners: Owners, agentId: string, site: string): boolean =>
  owners.get(site)?.has(agentId) ?? false;
