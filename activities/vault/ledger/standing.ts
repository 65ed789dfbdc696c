/** What the ledger says about the next login of an agent, before it begins. */
import type { Selectable } from 'kysely';
import { homeUrl } from '../../../contract/domain.js';
import { AgentAuthError } from '../../../contract/errors.js';
import type { LoginStop } from '../../../contract/stop.js';
import { accountOf } from '../agents/find.js';
import { refusalFingerprint } from '../attempts/refusals.js';
import type { VaultContext } from '../context.js';
import { findCredential } from '../credentials/find.js';
import { openValue, refusedKeys, valueKeys } from '../credentials/values.js';
import type { AgentsTable } from '../store/schema.js';
import { toTextOrNull } from '../store/times.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { WorkflowVault } from '../types.js';
import { accountNamed, accountsOfOwner, isIdentifier, siteAt, standInAt } from './account.js';
import { areCodesStopped, codesOf } from './codes.js';
import { noteEnd, paceStop } from './pace.js';
import { type Stop, stopOf } from './rules.js';
import { everSubmitted, openOn } from './submissions.js';

type Agent = Pick<Selectable<AgentsTable>, 'id' | 'domain' | 'credential_id'>;

/** What a credential would submit by itself, without values that the site refused. */
async function storedValues(ctx: VaultContext, db: Db, credentialId: string): Promise<Map<string, string>> {
  const refused = await refusedKeys(db, credentialId);
  const values = new Map<string, string>();
  for (const key of await valueKeys(db, credentialId)) {
    const value = refused.includes(key) ? null : await openValue(ctx, db, credentialId, key);
    if (value !== null) values.set(key, value);
  }
  return values;
}

/** Accounts that the next login may use: those of its owner on its site (on all sites where a provider may ask), and those that it names. */
async function accountsOf(
  ctx: VaultContext,
  db: Db,
  agent: Agent,
  values: ReadonlyMap<string, string>,
): Promise<string[]> {
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
  const named = [...values].filter(([key]) => isIdentifier(key)).map(([, value]) => accountNamed(ctx, site, value));
  return [...new Set([...owned, ...named, ...(last === undefined ? [] : [last.account])])];
}

/** All accounts that an agent's logins use or have used. */
export async function accountsOfAgent(ctx: VaultContext, db: Db, agent: Agent): Promise<string[]> {
  const values = agent.credential_id === null ? new Map() : await storedValues(ctx, db, agent.credential_id);
  return accountsOf(ctx, db, agent, values);
}

async function accountStop(ctx: VaultContext, db: Db, agent: Agent): Promise<Stop | null> {
  if (agent.credential_id === null) return null;
  const values = await storedValues(ctx, db, agent.credential_id);
  const secrets = [...values].filter(([key]) => !isIdentifier(key));
  // Without one a person is asked, and their answer goes out.
  if (secrets.length === 0) return null;
  const standIn = standInAt(ctx, siteAt(homeUrl(agent.domain)), accountOf(agent));
  for (const account of await accountsOf(ctx, db, agent, values)) {
    const stop = stopOf(await openOn(db, [account]), null, ctx.clock(), ctx.ceilings);
    if (stop === null) continue;
    const before = await everSubmitted(db, account);
    const isNew = ([key, value]: [string, string]) =>
      ![account, standIn].some((filed) => before.has(refusalFingerprint(ctx, filed, key, value)));
    if (!secrets.some(isNew)) return stop;
  }
  return null;
}

/** Why a login of the agent would be stopped; null where it would not. */
export async function standingOf(ctx: VaultContext, db: Db, agent: Agent): Promise<LoginStop | null> {
  const stop = (await accountStop(ctx, db, agent)) ?? (await paceStop(ctx, db, agent.id));
  if (stop !== null) return { why: stop.why, until: toTextOrNull(stop.until) };
  const codes = await codesOf(ctx, db, agent.credential_id);
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
    return standingOf(ctx, db, agent);
  });
}
