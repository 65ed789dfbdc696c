/** What logins say of their sites. */
import type { Selectable } from 'kysely';
import type { FlowErrorCode } from '../../../contract/index.js';
import { accountOf } from '../agents/find.js';
import { proxyOf } from '../agents/proxy.js';
import type { VaultContext } from '../context.js';
import { accountsOfOwner, standInAt } from '../ledger/account.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import { circuitOf, circuitSite, tellWaiters, waitersFor, waitFor, writeCircuit } from './circuit.js';
import { type Circuit, closed, ended, type SiteWord, troubled, wordOf } from './rules.js';

interface Login {
  readonly agent_id: string;
  readonly domain: string;
}

async function write(ctx: VaultContext, db: Db, site: string, before: Circuit, after: Circuit): Promise<void> {
  if (after === before) return;
  await writeCircuit(db, site, after);
  const isOver = before.opened_at !== null && after.opened_at === null;
  if (isOver) await forgetTroubles(db, site);
  const isFree = before.trial !== null && after.trial === null && after.until <= ctx.clock();
  if (isOver || isFree) await tellWaiters(ctx, db, site, isOver);
}

const forgetTroubles = (db: Db, site: string) => db.deleteFrom('site_troubles').where('site', '=', site).execute();

/**
 * Who has met trouble: the account; its credential, or the agent, stands for one whose name is not known. All who come by one proxy of theirs are one: it may be
 * the proxy that the site turns away.
 */
async function witnessOf(ctx: VaultContext, db: Db, site: string, agent: Selectable<AgentsTable>): Promise<string> {
  const proxy = await proxyOf(ctx, db, agent.id);
  if (proxy !== null) return standInAt(ctx, site, `proxy ${proxy.server}`);
  const owner = accountOf(agent);
  return (await accountsOfOwner(ctx, db, owner, site))[0] ?? standInAt(ctx, site, owner);
}

/** Writes down that an account has met trouble. */
async function noteTrouble(ctx: VaultContext, db: Db, site: string, { agent_id }: Login): Promise<void> {
  const agent = await db.selectFrom('agents').selectAll().where('id', '=', agent_id).executeTakeFirst();
  if (agent === undefined) return;
  const account = await witnessOf(ctx, db, site, agent);
  const met = { agent_id, at: ctx.clock() };
  await db
    .insertInto('site_troubles')
    .values({ site, account, ...met })
    .onConflict((conflict) => conflict.columns(['site', 'account']).doUpdateSet(met))
    .execute();
}

/** Agents whose accounts have met trouble of a site lately, one for each account. */
async function troubledAt(ctx: VaultContext, db: Db, site: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('site_troubles')
    .select('agent_id')
    .where('site', '=', site)
    .where('at', '>', ctx.clock() - ctx.circuit.within)
    .execute();
  return rows.map(({ agent_id }) => agent_id);
}

async function openIfMany(ctx: VaultContext, db: Db, site: string, before: Circuit): Promise<void> {
  const agents = await troubledAt(ctx, db, site);
  const after = troubled(before, agents.length, ctx.clock(), ctx.circuit);
  if (after === before) return;
  await writeCircuit(db, site, after);
  const waiting = await db
    .selectFrom('agents')
    .select(['id', 'domain', 'profile_name'])
    .where('id', 'in', agents)
    .where('status', '=', 'NEEDS_AUTH')
    .orderBy('id')
    .execute();
  for (const agent of waiting) await waitFor(ctx, db, agent, after.until);
}

async function hear(ctx: VaultContext, db: Db, login: Login, word: SiteWord): Promise<void> {
  const site = circuitSite(login.domain);
  const before = await circuitOf(db, site);
  if (word === 'trouble') await noteTrouble(ctx, db, site, login);
  // Who gets in proves that what others have met was theirs alone.
  else if (word === 'well' && (await troubledAt(ctx, db, site)).length > 0) await forgetTroubles(db, site);
  if (before.opened_at === null) return word === 'trouble' ? openIfMany(ctx, db, site, before) : undefined;
  const waiting = (await waitersFor(db, site)).length;
  await write(ctx, db, site, before, ended(before, login.agent_id, word, waiting, ctx.clock(), ctx.circuit));
}

/** A login has ended. Call it when the ledger knows how. */
export const settleSite = (
  ctx: VaultContext,
  db: Db,
  login: Login,
  code: FlowErrorCode | null,
  proven: boolean,
): Promise<void> => hear(ctx, db, login, wordOf(code, proven));

/** The site of a login asks something of a person: it is there, and who waits for it need not wait for that person. */
export const siteAsks = (ctx: VaultContext, db: Db, login: Login): Promise<void> => hear(ctx, db, login, 'well');

/** An admin lets all go there again, as if there had been no trouble. */
export async function resetSite(ctx: VaultContext, db: Db, domain: string): Promise<void> {
  const site = circuitSite(domain);
  const before = await circuitOf(db, site);
  await forgetTroubles(db, site);
  const waiting = (await waitersFor(db, site)).length;
  const after = { ...closed(before, waiting, ctx.clock()), pauses: 0 };
  await write(ctx, db, site, before, before.pauses === 0 ? before : after);
}

/** Older than any pause: what is known of a site that nobody has met trouble at since. */
const KEPT_FOR = 86_400_000;

export async function sweepSites(ctx: VaultContext, db: Db): Promise<void> {
  const before = ctx.clock() - KEPT_FOR;
  await db.deleteFrom('site_troubles').where('at', '<=', before).execute();
  await db.deleteFrom('site_circuits').where('opened_at', 'is', null).where('closed_at', '<=', before).execute();
}
