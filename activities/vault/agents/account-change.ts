/** When an agent is to log in as somebody else, the session that it has is no longer its own. */
import { isDeepStrictEqual } from 'node:util';
import type { Selectable } from 'kysely';
import type { ClosedInvocation } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { accountOfAgent } from '../profiles/accounts.js';
import { endOthersSessions, isKept } from '../profiles/end-others.js';
import { type Jar, loadedPart, type Part, sitesIn } from '../profiles/jar.js';
import { isOwner, readOwners } from '../profiles/owners.js';
import { seenBy } from '../profiles/seen.js';
import { findProfileByName, openCurrent, openNow, rewriteCurrent } from '../profiles/versions.js';
import { type Account, isOthers, type Maker, makerOf } from '../profiles/whose.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import { endSession } from './end-session.js';

const agentOf = (db: Db, id: string) => db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst();

/** Agents that log in with a credential. */
export async function agentsWith(db: Db, credentialId: string): Promise<string[]> {
  const rows = await db.selectFrom('agents').select('id').where('credential_id', '=', credentialId).execute();
  return rows.map(({ id }) => id);
}

/** Agents that log in with a credential which the answers of a login may be saved as: of that name, or of that and a provider's. */
export async function agentsSaving(db: Db, name: string | null): Promise<string[]> {
  if (name === null) return [];
  const rows = await db
    .selectFrom('agents')
    .innerJoin('credentials', 'credentials.id', 'agents.credential_id')
    .select(['agents.id', 'credentials.name'])
    .execute();
  return rows.filter((row) => row.name === name || row.name.startsWith(`${name}-`)).map(({ id }) => id);
}

/** Says of what an account's agent uses in its profile who made it. */
async function claim(
  ctx: VaultContext,
  db: Db,
  agentId: string,
  account: Account,
  claimed: (part: Part) => Maker | null | undefined,
): Promise<void> {
  const agent = await agentOf(db, agentId);
  const row = agent && (await findProfileByName(db, agent.profile_name));
  if (row === undefined) return;
  const owners = await readOwners(db, row.name);
  const jar = await openCurrent(ctx, db, row);
  const seen = seenBy(jar, account);
  const mine = new Set(
    sitesIn(seen).flatMap((site) => {
      const part = loadedPart(seen, owners, agentId, site);
      return part !== undefined && (part.owner === agentId || isOwner(owners, agentId, site)) ? [part] : [];
    }),
  );
  const of = (parts: readonly Part[]): Part[] =>
    parts.map((part) => {
      const made = mine.has(part) ? claimed(part) : part.made;
      return made === part.made || made === undefined ? part : { ...part, made };
    });
  const next: Jar = { ...jar, parts: of(jar.parts), aside: of(jar.aside ?? []) };
  if (next.parts.some((part, at) => part !== jar.parts[at])) await rewriteCurrent(ctx, db, row, next);
}

/** What a login of an agent took for its own is that of who it was, also from before makers were kept. */
async function claimUnclaimed(ctx: VaultContext, db: Db, agent: Selectable<AgentsTable>, was: Account): Promise<void> {
  const isOwn = ({ made }: Part): boolean =>
    made === undefined ? agent.last_auth_at !== null : made === null && agent.status === 'AUTHENTICATED';
  await claim(ctx, db, agent.id, was, (part) => (isOwn(part) ? makerOf(was) : part.made));
}

/**
 * Changes grants or credentials of agents. Whose session is another's afterwards has none from then on: its workflow, the client and the next
 * login read that here.
 */
export async function changeAccounts<T>(
  ctx: VaultContext,
  db: Db,
  agentIds: readonly string[],
  change: () => Promise<T>,
): Promise<T> {
  const before = new Map<string, Account>();
  for (const id of agentIds) before.set(id, await accountOfAgent(ctx, db, id));
  const result = await change();
  for (const [id, was] of before) {
    const [agent, now] = [await agentOf(db, id), await accountOfAgent(ctx, db, id)];
    if (agent === undefined || isDeepStrictEqual(was, now)) continue;
    const isAnother = isOthers(now, makerOf(was));
    if (isAnother) await claimUnclaimed(ctx, db, agent, was);
    const jar = await openNow(ctx, db, await findProfileByName(db, agent.profile_name));
    await endOthersSessions(ctx, db, agent.profile_name, jar);
    // Where nothing of its site is kept, nothing says that the new account has been here.
    if (isAnother && !isKept(jar, agent.domain)) await endSession(ctx, db, id, 'account_changed');
  }
  return result;
}

/** The credential that a login's answers were saved as, if they were, is that of the session which they made. */
export async function carryOver(
  ctx: VaultContext,
  db: Db,
  agentId: string,
  save: () => Promise<ClosedInvocation>,
): Promise<ClosedInvocation> {
  const was = await accountOfAgent(ctx, db, agentId);
  const saved = await save();
  if (saved.credential_name === null) return saved;
  const now = await accountOfAgent(ctx, db, agentId);
  await claim(ctx, db, agentId, was, ({ made }) => ({ ...makerOf(now), labels: made?.labels ?? [] }));
  return saved;
}
