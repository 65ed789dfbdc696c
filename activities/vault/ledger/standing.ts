/** What the ledger says about the next login of an agent, before it begins. */
import type { Selectable } from 'kysely';
import { homeUrl } from '../../../contract/domain.js';
import { AgentAuthError } from '../../../contract/errors.js';
import { siteAt } from '../../../contract/site.js';
import type { LoginStop } from '../../../contract/stop.js';
import { isIdentifier } from '../../../contract/value-kinds.js';
import { accountOf } from '../agents/find.js';
import { takeTrial } from '../circuits/circuit.js';
import type { VaultContext } from '../context.js';
import { findCredential } from '../credentials/find.js';
import { openValue, refusedKeys, valueKeys } from '../credentials/values.js';
import { noteOver } from '../lifetimes/lives.js';
import { pauseOf } from '../pauses/pauses.js';
import type { AgentsTable } from '../store/schema.js';
import { toTextOrNull } from '../store/times.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { WorkflowVault } from '../types.js';
import { accountNamed, accountsOfOwner, standInAt } from './account.js';
import { areCodesStopped, codesOfAgent } from './codes.js';
import { heldBack, noteHeld } from './held-back.js';
import { noteEnd } from './pace.js';
import { type Stop, stopOf } from './rules.js';
import { newTo, openOn } from './submissions.js';

export type Agent = Pick<Selectable<AgentsTable>, 'id' | 'domain' | 'credential_id'>;

/** Names of the values that a credential would submit by itself: those that the site has not refused. */
async function storedKeys(db: Db, { credential_id }: Agent): Promise<string[]> {
  if (credential_id === null) return [];
  const refused = await refusedKeys(db, credential_id);
  return (await valueKeys(db, credential_id)).filter((key) => !refused.includes(key));
}

/** Stored values by name. Only those that are needed are opened: most agents are in good standing, and lists ask for many. */
async function openValues(ctx: VaultContext, db: Db, { credential_id }: Agent, keys: readonly string[]) {
  const values = new Map<string, string>();
  for (const key of keys) {
    const value = await openValue(ctx, db, credential_id as string, key);
    if (value !== null) values.set(key, value);
  }
  return values;
}

/** Accounts that the next login may use: those of its owner on its site (on all sites where a provider may ask), and those that it names. */
async function accountsOf(ctx: VaultContext, db: Db, agent: Agent, keys: readonly string[]): Promise<string[]> {
  const site = siteAt(homeUrl(agent.domain));
  const credential = agent.credential_id === null ? null : await findCredential(db, agent.credential_id);
  const anywhere = credential !== null && credential.sso_provider !== null;
  const owned = await accountsOfOwner(ctx, db, accountOf(agent), anywhere ? undefined : site);
  const last = await db
    .selectFrom('submissions')
    .select('account')
    .where('agent_id', '=', agent.id)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const identifiers = await openValues(
    ctx,
    db,
    agent,
    keys.filter((key) => isIdentifier(key)),
  );
  const named = [...identifiers.values()].map((value) => accountNamed(ctx, site, value));
  return [...new Set([...owned, ...named, ...(last === undefined ? [] : [last.account])])];
}

/** All accounts that an agent's logins use or have used. */
export const accountsOfAgent = async (ctx: VaultContext, db: Db, agent: Agent): Promise<string[]> =>
  accountsOf(ctx, db, agent, await storedKeys(db, agent));

async function accountStop(ctx: VaultContext, db: Db, agent: Agent): Promise<Stop | null> {
  const keys = await storedKeys(db, agent);
  const secrets = keys.filter((key) => !isIdentifier(key));
  // Without one a person is asked, and their answer goes out.
  if (secrets.length === 0) return null;
  const standIn = standInAt(ctx, siteAt(homeUrl(agent.domain)), accountOf(agent));
  for (const key of await accountsOf(ctx, db, agent, keys)) {
    const stop = stopOf(await openOn(db, [key]), null, ctx.clock(), ctx.ceilings);
    if (stop === null) continue;
    const isNew = await newTo(ctx, db, { key, standIn });
    const values = await openValues(ctx, db, agent, secrets);
    if (![...values].some(([field, value]) => isNew(field, value))) return stop;
  }
  return null;
}

/** Why a login of the agent would be stopped; null where it would not. */
export async function standingOf(ctx: VaultContext, db: Db, agent: Agent): Promise<LoginStop | null> {
  const stop = (await accountStop(ctx, db, agent)) ?? (await heldBack(ctx, db, agent));
  if (stop !== null) return { why: stop.why, until: toTextOrNull(stop.until) };
  const codes = await codesOfAgent(ctx, db, agent);
  return (await areCodesStopped(db, codes)) ? { why: 'codes_refused', until: null } : null;
}

/** See `WorkflowVault.checkLogin`. */
export function checkLogin(
  ctx: VaultContext,
  { id, session_ended }: Parameters<WorkflowVault['checkLogin']>[0],
  callerId: string,
): Promise<LoginStop | null> {
  return inTransaction(ctx.db, async (db) => {
    if (id !== callerId) throw new AgentAuthError('agent_not_found');
    const agent = await db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst();
    // Whether a login may begin is not decided here.
    if (agent === undefined) return null;
    if (session_ended) await noteEnd(ctx, db, id);
    if (session_ended) await noteOver(ctx, db, id, false);
    if ((await pauseOf(db, agent)) !== null) return { why: 'paused', until: null };
    if (session_ended && agent.auto_reauth === 0) return { why: 'auto_reauth_off', until: null };
    const stop = await standingOf(ctx, db, agent);
    if (stop === null) await takeTrial(ctx, db, agent, false);
    else await noteHeld(ctx, db, agent, stop);
    return stop;
  });
}
