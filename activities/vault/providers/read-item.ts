import { hasCode } from '../../../contract/errors/has-code.js';
import { AgentAuthError } from '../../../contract/index.js';
import type { LoginRef } from '../../../contract/steps.js';
import type { Candidate, ItemValues } from '../../providers/index.js';
import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';
import { parseTotp } from '../totp/parse.js';
import type { TotpSecret } from '../totp/secret.js';
import type { ItemReading } from '../types.js';
import { askInTime } from './asking.js';
import { offerChoices } from './choices.js';
import { compareAccounts } from './compare.js';
import type { ItemPlace } from './connections.js';
import type { OfferedItem, Trouble } from './known.js';
import { offersFor, toldOf, troubleOf } from './offered.js';
import { noteVersion, pin, pinnedBy } from './pin.js';
import { noteRead } from './reads.js';
import { agentItem } from './reference.js';
import { type FoundItem, findIn, type Search, searchOf } from './search.js';
import { noteTroubles } from './troubles.js';
import { forgetSource, noteSource } from './withdrawn.js';

/** A secret of a kind that we cannot make codes from counts as none: a person is asked for the code. */
function totpOf({ totp }: ItemValues): TotpSecret | null {
  try {
    return totp === null ? null : parseTotp(totp);
  } catch (error) {
    if (hasCode(error, 'invalid_totp_secret')) return null;
    throw error;
  }
}

/** The host of the address that chose the item; that host alone, where the item says so. */
function placeOf({ item, address }: Candidate<OfferedItem>, domain: string, { values }: ItemValues): ItemPlace {
  const exact = item.addresses.some(({ url, reach }) => url === address && reach === 'host');
  const id = `${item.provider.row.id}/${item.vault_id}/${item.item_id}`;
  return { id, keys: Object.keys(values).sort(), domain, exact };
}

async function readFound(
  ctx: VaultContext,
  ref: LoginRef,
  { domain }: Search,
  { candidate, use: found }: FoundItem,
): Promise<ItemReading> {
  const { item } = candidate;
  const { version } = item;
  const read = await askInTime(ctx, item.provider, (provider) => provider.read(item));
  const place = placeOf(candidate, domain, read);
  const agentId = ref.auth_agent_id;
  // Before anybody can use the values.
  const use = await inTransaction(ctx.db, async (db) => {
    const known = await agentItem(db, agentId);
    // The first login that reads what a person chose says so.
    const isNew = known?.use === 'chosen' && known.read_version === null;
    const use = found === 'again' && isNew ? 'chosen' : found;
    await noteRead(ctx, db, ref, item, use);
    await noteSource(ctx, db, ref, item, domain);
    if (found !== 'again') await pin(ctx, db, agentId, pinnedBy(candidate), use);
    await noteVersion(db, agentId, version, read);
    return use;
  });
  const { values } = read;
  ctx.connections.hold(agentId, { invocation_id: ref.invocation_id, values, totp: totpOf(read), place, version });
  const mark = ctx.fingerprint('item read', place.id, version).slice(0, 12);
  return { kind: 'read', place, use, mark, instead: read.instead };
}

/** What of the agent's providers a login could not ask, or could not read. */
interface Failed extends Trouble {
  /** Whose the item was that could not be read; null where nobody knows. */
  readonly account: string | null;
}

/** Whether taking an item would be to guess between two accounts, of which one can't be read just now. */
const isGuess = ({ candidate: { item } }: FoundItem, failed: readonly Failed[]): boolean =>
  failed.some(({ account }) => account !== null && account.toLowerCase() !== item.account?.toLowerCase());

/**
 * The best item for the site, read. A provider that fails is left out, whatever it listed before: the next one by priority has its turn.
 * @param failed grows by those that fail
 */
async function readBest(ctx: VaultContext, ref: LoginRef, search: Search, failed: Failed[]): Promise<ItemReading> {
  let afresh = false;
  // Each turn leaves out a provider, and one of them looks at new lists.
  for (let left = search.providers.length + 2; left > 0; left -= 1) {
    const providers = search.providers.filter(({ row }) => !failed.some((trouble) => trouble.row.id === row.id));
    const { items, troubles } = await offersFor(ctx, providers, search.domain, afresh);
    failed.push(...troubles.map((trouble) => ({ ...trouble, account: null })));
    const listed = findIn(ctx, search, { items, troubles: failed });
    const compared = listed.kind === 'rivals' ? await compareAccounts(ctx, ref, search, listed) : null;
    const isGone = ({ code }: Trouble): boolean => code === 'provider_item_not_found';
    const gone = compared?.troubles.some(isGone) ?? false;
    const unread = compared?.troubles.filter((trouble) => !isGone(trouble)) ?? [];
    failed.push(...unread.map((trouble) => ({ ...trouble, account: null })));
    const found = compared === null ? listed : compared.found;
    if (found?.kind === 'rivals') {
      const choices = await inTransaction(ctx.db, (db) => offerChoices(ctx, db, ref, found.rivals));
      return { kind: 'ambiguous', choices };
    }
    if (found?.kind === 'found' && !isGuess(found, failed)) {
      try {
        return await readFound(ctx, ref, search, found);
      } catch (error) {
        if (!(error instanceof AgentAuthError)) throw error;
        const { account, provider } = found.candidate.item;
        if (error.code !== 'provider_item_not_found') failed.push({ ...troubleOf(provider.row, error), account });
        // It was listed, and is gone: the list is too old.
        else if (afresh) return { kind: 'no_item' };
        else afresh = true;
        continue;
      }
    }
    if (gone && !afresh) afresh = true;
    else break;
  }
  return toldOf(failed) ?? { kind: 'no_item' };
}

/** See `ProviderVault.readItem`. */
export async function readItem(ctx: VaultContext, ref: LoginRef): Promise<ItemReading> {
  const search = await inTransaction(ctx.db, async (db) => {
    await forgetSource(ctx, db, ref);
    const found = await searchOf(ctx, db, ref);
    if (found !== null && found.providers.length > 0) return found;
    await noteTroubles(ctx, db, ref, []);
    return null;
  });
  if (search === null) return { kind: 'none' };
  const failed: Failed[] = [];
  const reading = await readBest(ctx, ref, search, failed);
  // Only a login that waits for one of them goes on when that is another one.
  const waitsFor = reading.kind === 'trouble' ? failed : [];
  await inTransaction(ctx.db, (db) => noteTroubles(ctx, db, ref, waitsFor));
  return reading;
}
