/** Some providers list no accounts: whose an item is has to be read, where several fit and that decides. */
import { AgentAuthError } from '../../../contract/errors/errors.js';
import type { LoginRef } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';
import { askInTime } from './asking.js';
import type { OfferedItem, Trouble } from './known.js';
import { isTrouble, matchOffers, troubleOf } from './offered.js';
import { noteRead } from './reads.js';
import type { FoundItem, Rivals, Search } from './search.js';

/** More would cost too many of the requests that providers count. */
const MAX_COMPARED = 5;

/** @returns the item with the account that its values name; what is wrong, where it can't be read */
async function withAccount(ctx: VaultContext, ref: LoginRef, item: OfferedItem): Promise<OfferedItem | Trouble> {
  if (item.account !== null) return item;
  try {
    const { values } = await askInTime(ctx, item.provider, (provider) => provider.read(item));
    await inTransaction(ctx.db, (db) => noteRead(ctx, db, ref, item, 'compared'));
    const account = values.username ?? values.email ?? null;
    return { ...item, account, has_password: item.has_password ?? values.password !== undefined };
  } catch (error) {
    if (!(error instanceof AgentAuthError)) throw error;
    return troubleOf(item.provider.row, error);
  }
}

interface Compared {
  readonly found: FoundItem | Rivals | null;
  readonly troubles: readonly Trouble[];
}

/**
 * The one that is right after all, where they are of one account; else the rivals, with whose they are. Items that can't be read are no rivals: nothing
 * can be taken from them. Null where none can be.
 */
export async function compareAccounts(
  ctx: VaultContext,
  ref: LoginRef,
  { domain }: Search,
  given: Rivals,
): Promise<Compared> {
  const { rivals, use } = given;
  if (rivals.length > MAX_COMPARED) return { found: given, troubles: [] };
  const read = await Promise.all(rivals.map(({ item }) => withAccount(ctx, ref, item)));
  const troubles = read.filter(isTrouble);
  const items = read.filter((one): one is OfferedItem => !isTrouble(one));
  const matched = matchOffers(ctx, { items, troubles }, domain);
  if (matched.chosen !== null) return { found: { kind: 'found', candidate: matched.chosen, use }, troubles };
  return { found: items.length === 0 ? null : { kind: 'rivals', rivals: matched.rivals, use }, troubles };
}
