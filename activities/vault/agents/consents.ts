/** What people allowed applications at identity providers, in logins of an agent. */
import type { VaultContext } from '../context.js';
import { mayChooseIn } from '../invocations/entitlement.js';
import { findRunning } from '../invocations/find.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { Consent, GivenChoice } from '../types.js';

/** More is no list that a person has read. */
const MAX_SCOPES = 500;

const read = async (db: Db, agentId: string): Promise<Consent[]> => {
  const rows = await db.selectFrom('consents').selectAll().where('agent_id', '=', agentId).execute();
  return rows.map(({ site, client, scopes }) => ({ site, client, scopes: JSON.parse(scopes) }));
};

/** See `LoginVault.consentsOf`. */
export const consentsOf = (ctx: VaultContext, agentId: string): Promise<readonly Consent[]> =>
  inTransaction(ctx.db, (db) => read(db, agentId));

/** Adds to what was allowed before: each of it was somebody's answer. */
async function remember(ctx: VaultContext, db: Db, agent_id: string, consent: Consent): Promise<void> {
  const { site, client } = consent;
  const known = (await read(db, agent_id)).find((one) => one.site === site && one.client === client);
  const all = [...new Set([...(known?.scopes ?? []), ...consent.scopes])].sort();
  if (client === '' || all.length > MAX_SCOPES) return;
  const change = { scopes: JSON.stringify(all), agreed_at: ctx.clock() };
  await db
    .insertInto('consents')
    .values({ agent_id, site, client, ...change })
    .onConflict((conflict) => conflict.columns(['agent_id', 'site', 'client']).doUpdateSet(change))
    .execute();
}

/** See `LoginVault.rememberConsent`. */
export function rememberConsent(ctx: VaultContext, given: GivenChoice, consents: readonly Consent[]): Promise<boolean> {
  return inTransaction(ctx.db, async (db) => {
    const { agent_id } = await findRunning(db, given);
    if (!(await mayChooseIn(ctx, db, given))) return false;
    for (const consent of consents) await remember(ctx, db, agent_id, consent);
    return true;
  });
}

/** For another account, or another agent of that name, nobody has allowed anything. */
export async function forgetConsents(db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('consents').where('agent_id', '=', agentId).execute();
}
