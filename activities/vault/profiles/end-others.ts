import { endSession } from '../agents/end-session.js';
import type { VaultContext } from '../context.js';
import type { InvocationRow } from '../invocations/find.js';
import type { Db } from '../store/transaction.js';
import { type Accounts, accountOfAgent, readAccounts } from './accounts.js';
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

/** @param isOver whether an agent can't use its session any more */
async function endWhere(
  ctx: VaultContext,
  db: Db,
  profileName: string,
  isOver: (id: string, accounts: Accounts) => boolean,
): Promise<void> {
  const agents = await db
    .selectFrom('agents')
    .select('id')
    .where('profile_name', '=', profileName)
    .where('status', '=', 'AUTHENTICATED')
    .execute();
  if (agents.length === 0) return;
  const accounts = await readAccounts(ctx, db, profileName);
  for (const { id } of agents) if (isOver(id, accounts)) await endSession(ctx, db, id, 'profile_changed');
}

const isOthersOf = (jar: Jar, accounts: Accounts, id: string): boolean => {
  const account = accounts.get(id);
  return account !== undefined && isOthersAt(jar, account.domain, account);
};

/**
 * Agents of a profile at whose site another account is in use have no session now: whoever reads the profile would get that other one.
 * @param jar what the profile holds now
 */
export const endOthersSessions = (ctx: VaultContext, db: Db, profileName: string, jar: Jar): Promise<void> =>
  endWhere(ctx, db, profileName, (id, accounts) => isOthersOf(jar, accounts, id));

/** The same after a login has saved, and agents that have lost their session by it, for it names their site too: the site may have ended all of them. */
export const endAfterLogin = (
  ctx: VaultContext,
  db: Db,
  { agent_id, profile_name }: Pick<InvocationRow, 'agent_id' | 'profile_name'>,
  change: Omit<Change, 'accounts'>,
): Promise<void> =>
  endWhere(
    ctx,
    db,
    profile_name,
    (id, accounts) =>
      isOthersOf(change.after, accounts, id) || (id !== agent_id && isEmptied({ ...change, accounts }, id)),
  );
