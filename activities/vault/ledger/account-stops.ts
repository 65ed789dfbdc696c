/** Which agents' accounts take no login by itself now. */
import { homeUrl } from '../../../contract/address/domain.js';
import { siteAt } from '../../../contract/address/site.js';
import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import { accountOf } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { openValues, type StoredValue } from '../credentials/values.js';
import type { Db } from '../store/transaction.js';
import { standInAt } from './account.js';
import { type Agent, accountsOfAgents, type Usable, usableOf } from './accounts-of-agents.js';
import { type Stop, stopOf } from './rules.js';
import { newToEach, openOnEach } from './submissions.js';

/** The secrets of an agent's credential. */
const secretsOf = (usable: Usable, { credential_id }: Agent): readonly StoredValue[] =>
  (usable.get(credential_id ?? '') ?? []).filter(({ key }) => !isIdentifier(key));

/** Secrets are opened only of credentials whose account is stopped: one that was never submitted may be the right one. */
async function openSecrets(
  ctx: VaultContext,
  db: Db,
  usable: Usable,
  agents: readonly Agent[],
): Promise<ReadonlyMap<StoredValue, string>> {
  const rows = [...new Set(agents.flatMap((agent) => secretsOf(usable, agent)))];
  const opened = await openValues(ctx, db, rows);
  return new Map(rows.map((row, index) => [row, opened[index]!]));
}

/** Why accounts of agents stop their next logins, by the agents' ids; those of whom none does are not in it. */
export async function accountStops(
  ctx: VaultContext,
  db: Db,
  agents: readonly Agent[],
): Promise<ReadonlyMap<string, Stop>> {
  const usable = await usableOf(db, agents);
  // Without a secret a person is asked, and their answer goes out.
  const asked = agents.filter((agent) => secretsOf(usable, agent).length > 0);
  const accounts = await accountsOfAgents(ctx, db, asked, usable);
  const open = await openOnEach(db, [...accounts.values()].flat());
  const stopped = asked
    .map((agent) => ({
      agent,
      by: (accounts.get(agent.id) ?? []).flatMap((key) => {
        const stop = stopOf(open.get(key) ?? [], null, ctx.clock(), ctx.ceilings);
        return stop === null ? [] : [{ key, stop }];
      }),
    }))
    .filter(({ by }) => by.length > 0);
  if (stopped.length === 0) return new Map();
  const isNew = await newToEach(
    ctx,
    db,
    stopped.flatMap(({ by }) => by.map(({ key }) => key)),
  );
  const secrets = await openSecrets(
    ctx,
    db,
    usable,
    stopped.map(({ agent }) => agent),
  );
  const stops = new Map<string, Stop>();
  for (const { agent, by } of stopped) {
    const standIn = standInAt(ctx, siteAt(homeUrl(agent.domain)), accountOf(agent));
    const own = secretsOf(usable, agent);
    const first = by.find(({ key }) => !own.some((row) => isNew({ key, standIn }, row.key, secrets.get(row)!)));
    if (first !== undefined) stops.set(agent.id, first.stop);
  }
  return stops;
}
