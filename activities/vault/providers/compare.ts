/** Some providers list no accounts: whose an item is has to be read, where several fit and that decides. */
import { AgentAuthError } from '../../../contract/errors.js';
import type { LoginRef } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';
import { askInTime } from './asking.js';
import { matchOffers, type OfferedItem } from './offered.js';
import { noteRead } from './reads.js';
import type { FoundItem, Rivals, Search } from './search.js';

/** More would cost too many of the requests that providers count. */
const MAX_COMPARED = 5;

/** @returns the item with the account that its values name; as it was where that can't be told */
async function withAccount(ctx: VaultContext, ref: LoginRef, item: OfferedItem): Promise<OfferedItem> {
  if (item.account !== null) return item;
  try {
    const { values } = await askInTime(ctx, item.provider, (provider) => provider.read(item));
    await inTransaction(ctx.db, (db) => noteRead(ctx, db, ref, item, 'compared'));
    const account = values.username ?? values.email ?? null;
    return { ...item, account, has_password: item.has_password ?? values.password !== undefined };
  } catch (error) {
    if (!(error instanceof AgentAuthError)) throw error;
    return item;
  }
}

/** The one that is right after all, where they are of one account; else the rivals, with whose they are. */
export async function compareAccounts(
  ctx: VaultContext,
  ref: LoginRef,
  { domain }: Search,
  found: Rivals,
): Promise<FoundItem | Rivals> {
  const { rivals, use } = found;
  if (rivals.length > MAX_COMPARED) return found;
  const items = await Promise.all(rivals.map(({ item }) => withAccount(ctx, ref, item)));
  const matched = matchOffers(ctx, { items, troubles: [] }, domain);
  if (matched.chosen !== null) return { kind: 'found', candidate: matched.chosen, use };
  return { kind: 'rivals', rivals: matched.rivals, use };
}
