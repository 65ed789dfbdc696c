/** Who the agents of a profile log in as, read from their credentials each time. */
import type { VaultContext } from '../context.js';
import { openValue, valueKeys } from '../credentials/values.js';
import type { Db } from '../store/transaction.js';
import { type Account, keyOfName, plainName } from './whose.js';

/** A name, told from others without keeping it. */
export const fingerprintOf = (ctx: VaultContext, name: string): string =>
  ctx.fingerprint('session of', plainName(name));

export async function accountOfCredential(ctx: VaultContext, db: Db, credential: string | null): Promise<Account> {
  const names: Record<string, string> = {};
  for (const stored of credential === null ? [] : await valueKeys(db, credential)) {
    const key = keyOfName(stored);
    const name = key === null ? null : await openValue(ctx, db, credential as string, stored);
    if (key !== null && name !== null && name.trim() !== '') names[key] = fingerprintOf(ctx, name);
  }
  return { credential, names };
}

/** @returns the account of an agent that is gone: nobody's */
export async function accountOfAgent(ctx: VaultContext, db: Db, agentId: string): Promise<Account> {
  const agent = await db.selectFrom('agents').select('credential_id').where('id', '=', agentId).executeTakeFirst();
  return accountOfCredential(ctx, db, agent?.credential_id ?? null);
}

/** By agent, with the domain that it logs in at. */
export type Accounts = ReadonlyMap<string, Account & { readonly domain: string }>;

export async function readAccounts(ctx: VaultContext, db: Db, profileName: string): Promise<Accounts> {
  const agents = await db
    .selectFrom('agents')
    .select(['id', 'domain', 'credential_id'])
    .where('profile_name', '=', profileName)
    .orderBy('id')
    .execute();
  const accounts = new Map<string, Account & { domain: string }>();
  for (const { id, domain, credential_id } of agents)
    accounts.set(id, { domain, ...(await accountOfCredential(ctx, db, credential_id)) });
  return accounts;
}
