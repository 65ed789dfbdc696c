/** Whose account it is where a page asks for no name: the one that what is stored names. */
import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import type { VaultContext } from '../context.js';
import { openValues, valuesOf } from '../credentials/values.js';
import { keyOfName } from '../profiles/whose.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';

type Owner = Pick<AgentsTable, 'id' | 'credential_id'>;

/** What an agent's credential, or the item that its login has read, holds of names that a site may ask for. */
async function storedNames(ctx: VaultContext, db: Db, { id, credential_id }: Owner): Promise<string[]> {
  const isName = (key: string): boolean => isIdentifier(key) && keyOfName(key) !== null;
  const ids = credential_id === null ? [] : [credential_id];
  const rows = [...(await valuesOf(db, ids)).values()].flat().filter(({ key }) => isName(key));
  const item = Object.entries(ctx.connections.held(id)?.values ?? {}).filter(([key]) => isName(key));
  return [...new Set([...(await openValues(ctx, db, rows)), ...item.map(([, value]) => value)])];
}

/**
 * The account at a site that what is stored for an agent names; null where it may be one of several.
 * @param keyOf the account of names that a site was given together
 */
export async function storedAccount(
  ctx: VaultContext,
  db: Db,
  agent: Owner,
  keyOf: (names: readonly string[]) => string,
): Promise<string | null> {
  const names = await storedNames(ctx, db, agent);
  if (names.length === 0) return null;
  const accounts = [...names.map((name) => keyOf([name])), keyOf(names)];
  const last = await db
    .selectFrom('submissions')
    .select('account')
    .where('account', 'in', accounts)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.account ?? (names.length === 1 ? accounts[0]! : null);
}
