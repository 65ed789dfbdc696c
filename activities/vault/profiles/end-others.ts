import { endSession } from '../agents/end-session.js';
import type { VaultContext } from '../context.js';
import type { InvocationRow } from '../invocations/find.js';
import type { Db } from '../store/transaction.js';
import { accountOfAgent, readAccounts } from './accounts.js';
import { type Change, isEmptied } from './emptied.js';
import type { Jar } from './jar.js';
import { siteOfDomain } from './session.js';
import { findProfileByName, openNow } from './versions.js';
import { type Account, isOthers } from './whose.js';

/** Whether what is in use at the site of an agent was made by another account than its own. */
const isOthersAt = ({ parts }: Jar, domain: string, account: Account): boolean =>
  parts.some(({ site, owner, made }) => owner === null && site === siteOfDomain(domain) && isOthers(account, made));

type AgentAt = { readonly id: string; readonly domain: string; readonly profile_name: string };

/** Whether anything of an agent's site is in use. */
export const isKept = ({ parts }: Jar, domain: string): boolean =>
  parts.some(({ site, owner }) => owner === null && site === siteOfDomain(domain));

/** Whether the session in an agent's profile is another account's. */
export async function hasOthersSession(
  ctx: VaultContext,
  db: Db,
  { id, domain, profile_name }: AgentAt,
): Promise<boolean> {
  const jar = await openNow(ctx, db, await findProfileByName(db, profile_name));
  return isOthersAt(jar, domain, await accountOfAgent(ctx, db, id));
}

/** Agents that have lost their session by a login of another one, which names their site too: the site may have ended all of them. */
export async function endEmptied(
  ctx: VaultContext,
  db: Db,
  { agent_id, profile_name }: Pick<InvocationRow, 'agent_id' | 'profile_name'>,
  change: Omit<Change, 'accounts'>,
): Promise<void> {
  const accounts = await readAccounts(ctx, db, profile_name);
  for (const id of accounts.keys())
    if (id !== agent_id && isEmptied({ ...change, accounts }, id)) await endSession(ctx, db, id, 'profile_changed');
}

/**
 * Agents of a profile at whose site another account is in use have no session now: whoever reads the profile would get that other one.
 * @param jar what the profile holds now
 */
export async function endOthersSessions(ctx: VaultContext, db: Db, profileName: string, jar: Jar): Promise<void> {
  const agents = await db
    .selectFrom('agents')
    .select(['id', 'domain'])
    .where('profile_name', '=', profileName)
    .where('status', '=', 'AUTHENTICATED')
    .execute();
  if (agents.length === 0) return;
  const accounts = await readAccounts(ctx, db, profileName);
  for (const { id, domain } of agents) {
    if (!isOthersAt(jar, domain, accounts.get(id) ?? { credential: null, names: {} })) continue;
    await endSession(ctx, db, id, 'profile_changed');
  }
}
