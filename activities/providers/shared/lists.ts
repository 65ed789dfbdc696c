/** Lists, of which one bad entry must not cost all others. */
import { z } from 'zod';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { hasCode } from '../../../contract/errors/has-code.js';
import type { ItemOverview, KnownItems, VaultOverview } from '../types.js';

/** A list whose entries are read one by one: those that are not understood are left out, unless that is so of all of them. */
export const listOfReadable = <T extends z.ZodType>(entry: T, max = Number.POSITIVE_INFINITY) =>
  z.array(z.unknown()).transform((entries, context): z.output<T>[] => {
    const readable = entries.flatMap((one) => {
      const read = entry.safeParse(one);
      return read.success ? [read.data] : [];
    });
    if ((entries.length > 0 && readable.length === 0) || entries.length > max)
      context.addIssue({ code: 'custom', message: 'not a list of what it should be' });
    return readable;
  });

/** An address in its usual form; what is not an address becomes empty, and matches no site. */
export const addressText = z
  .string()
  .nullish()
  .catch('')
  .transform((text) => text ?? '');

const isUnreadable = (error: unknown): error is AgentAuthError =>
  hasCode(error, 'provider_item_not_found') || hasCode(error, 'provider_forbidden');

/** What is not there, or not there for this token, is null. */
export async function unlessUnreadable<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isUnreadable(error)) return null;
    throw error;
  }
}

/**
 * The items of all vaults: of those that have not changed what the caller knows already. A vault that was deleted, or taken from the token, since
 * the vaults were listed has no items.
 * @throws AgentAuthError what `listOf` throws; `provider_forbidden` where no vault can be listed at all
 */
export async function listVaults<Vault extends VaultOverview>(
  vaults: readonly Vault[],
  known: KnownItems,
  listOf: (vault: Vault) => Promise<readonly ItemOverview[]>,
): Promise<readonly ItemOverview[]> {
  const lists: (readonly ItemOverview[] | null)[] = [];
  for (const vault of vaults) lists.push(known(vault) ?? (await unlessUnreadable(listOf(vault))));
  const readable = lists.filter((list) => list !== null);
  if (vaults.length > 0 && readable.length === 0) throw new AgentAuthError('provider_forbidden');
  return readable.flat();
}
