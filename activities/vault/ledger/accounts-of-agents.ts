/** The accounts that logins of agents use or have used. */
import type { Selectable } from 'kysely';
import { homeUrl } from '../../../contract/address/domain.js';
import { siteAt } from '../../../contract/address/site.js';
import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import { accountOf } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { credentialsOf } from '../credentials/find.js';
import { openValues, type StoredValue, valuesOf } from '../credentials/values.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import { accountNamed, accountsOfOwners, siteKey } from './account.js';

export type Agent = Pick<Selectable<AgentsTable>, 'id' | 'domain' | 'credential_id'>;

/** By credentials' ids: the values that each would submit by itself, which are those that the site has not refused. */
export type Usable = ReadonlyMap<string, readonly StoredValue[]>;

export async function usableOf(db: Db, agents: readonly Agent[]): Promise<Usable> {
  const ids = agents.flatMap(({ credential_id }) => credential_id ?? []);
  const stored = await valuesOf(db, ids);
  return new Map([...stored].map(([id, values]) => [id, values.filter(({ refused }) => refused === 0)]));
}

/** The account that each agent has submitted something for last, by the agents' ids. */
async function lastAccounts(db: Db, agentIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const newestFirst = db
    .selectFrom('submissions')
    .select(['agent_id', 'account'])
    .select((eb) =>
      eb.fn
        .agg<number>('row_number')
        .over((over) => over.partitionBy('agent_id').orderBy('at', 'desc').orderBy('id', 'desc'))
        .as('place'),
    )
    .where('agent_id', 'in', agentIds);
  const rows = await db
    .selectFrom(newestFirst.as('last'))
    .select(['agent_id', 'account'])
    .where('place', '=', 1)
    .execute();
  return new Map(rows.map(({ agent_id, account }) => [agent_id, account]));
}

/** Identifiers among stored values, by credentials' ids. Nothing else is opened. */
async function openIdentifiers(
  ctx: VaultContext,
  db: Db,
  usable: Usable,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = [...usable.values()].flat().filter(({ key }) => isIdentifier(key));
  const opened = await openValues(ctx, db, rows);
  return new Map(
    [...usable.keys()].map((id) => [id, opened.filter((_value, index) => rows[index]!.credential_id === id)]),
  );
}

/**
 * Accounts that the next logins of agents may use, by the agents' ids: those of the owner on its site (on all sites where a provider may ask), those that
 * it names, and the last one.
 * @param usable what the agents' credentials would submit
 */
export async function accountsOfAgents(
  ctx: VaultContext,
  db: Db,
  agents: readonly Agent[],
  usable: Usable,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (agents.length === 0) return new Map();
  const credentials = await credentialsOf(db, [...usable.keys()]);
  const ownedBy = await accountsOfOwners(db, agents.map(accountOf));
  const last = await lastAccounts(
    db,
    agents.map(({ id }) => id),
  );
  const lastOf = ({ id }: Agent): string[] => [last.get(id)].filter((account) => account !== undefined);
  const identifiers = await openIdentifiers(ctx, db, usable);
  return new Map(
    agents.map((agent) => {
      const site = siteAt(homeUrl(agent.domain));
      const credential = agent.credential_id ?? '';
      const isAnywhere = (credentials.get(credential)?.sso_provider ?? null) !== null;
      const owned = (ownedBy.get(accountOf(agent)) ?? [])
        .filter((one) => isAnywhere || one.site === siteKey(ctx, site))
        .map(({ account }) => account);
      const named = (identifiers.get(credential) ?? []).map((value) => accountNamed(ctx, site, value));
      return [agent.id, [...new Set([...owned, ...named, ...lastOf(agent)])]];
    }),
  );
}

/** All accounts that an agent's logins use or have used. */
export const accountsOfAgent = async (ctx: VaultContext, db: Db, agent: Agent): Promise<readonly string[]> =>
  (await accountsOfAgents(ctx, db, [agent], await usableOf(db, [agent]))).get(agent.id) ?? [];
