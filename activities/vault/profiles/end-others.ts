import { endSession } from '../agents/end-session.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import { accountOfAgent, readAccounts } from './accounts.js';
import { EMPTY_JAR, type Jar } from './jar.js';
import { siteOfDomain } from './session.js';
import { findProfileByName, openCurrent } from './versions.js';
import { type Account, isOthers } from './whose.js';

/** Whether what is in use at the site of an agent was made by another account than its own. */
const isOthersAt = ({ parts }: Jar, domain: string, account: Account): boolean =>
  parts.some(({ site, owner, made }) => owner === null && site === siteOfDomain(domain) && isOthers(account, made));

type AgentAt = { readonly id: string; readonly domain: string; readonly profile_name: string };

/** Whether anything of an agent's site is in use in its profile. */
export async function isKept(ctx: VaultContext, db: Db, { domain, profile_name }: AgentAt): Promise<boolean> {
  const row = await findProfileByName(db, profile_name);
  const { parts } = row === undefined ? EMPTY_JAR : await openCurrent(ctx, db, row);
  return parts.some(({ site, owner }) => owner === null && site === siteOfDomain(domain));
}

/** Whether the session in an agent's profile is another account's. */
export async function hasOthersSession(
  ctx: VaultContext,
  db: Db,
  { id, domain, profile_name }: AgentAt,
): Promise<boolean> {
  const row = await findProfileByName(db, profile_name);
  if (row === undefined) return false;
  return isOthersAt(await openCurrent(ctx, db, row), domain, await accountOfAgent(ctx, db, id));
}

/** Agents of a profile at whose site another account is in use have no session now: who reads the profile would get that one. */
export async function endOthersSessions(ctx: VaultContext, db: Db, profileName: string): Promise<void> {
  const row = await findProfileByName(db, profileName);
  const agents = await db
    .selectFrom('agents')
    .select(['id', 'domain'])
    .where('profile_name', '=', profileName)
    .where('status', '=', 'AUTHENTICATED')
    .execute();
  if (row === undefined || agents.length === 0) return;
  const [jar, accounts] = [await openCurrent(ctx, db, row), await readAccounts(ctx, db, profileName)];
  for (const { id, domain } of agents) {
    if (!isOthersAt(jar, domain, accounts.get(id) ?? { credential: null, names: {} })) continue;
    await endSession(ctx, db, id);
  }
}
