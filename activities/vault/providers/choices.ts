/** Items of several accounts fit: a person says which one, and the agent remembers it. */
import { ITEM_CHOICE, NO_ITEM } from '../../../contract/invocation/item-choice.js';
import type { LoginRef } from '../../../contract/steps.js';
import type { Candidate } from '../../providers/index.js';
import { forgetConsents } from '../agents/consents.js';
import type { VaultContext } from '../context.js';
import { mayChooseIn } from '../invocations/entitlement.js';
import { findRunning } from '../invocations/find.js';
import { forgetLoginRecords, keepLoginRecord, loginRecords } from '../invocations/login-records.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { GivenChoice, ItemChoice, ItemDecision } from '../types.js';
import type { OfferedItem } from './known.js';
import { type PinnedItem, pin, pinnedBy } from './pin.js';

const PREFIX = 'item:';
const OFFERED = `${PREFIX}offered`;
const DECLINED = `${PREFIX}declined`;
/** Who has more has to name one by its path: nobody reads a longer list. */
const MAX_CHOICES = 12;

type Offered = PinnedItem & { readonly id: string };

/** Names an item in history, where its own ids say nothing to anybody else. */
const idOf = (ctx: VaultContext, { provider_id, vault_id, item_id }: PinnedItem): string =>
  ITEM_CHOICE + ctx.fingerprint('item', provider_id, vault_id, item_id).slice(0, 24);

/** Keeps what a login asks about, so that an answer counts for nothing else. */
export async function offerChoices(
  ctx: VaultContext,
  db: Db,
  { invocation_id }: LoginRef,
  rivals: readonly Candidate<OfferedItem>[],
): Promise<readonly ItemChoice[]> {
  const offered = rivals.slice(0, MAX_CHOICES).map((candidate): Offered => {
    const item = pinnedBy(candidate);
    return { ...item, id: idOf(ctx, item) };
  });
  await keepLoginRecord(ctx, db, invocation_id, OFFERED, JSON.stringify(offered));
  return offered.map(({ id, path, account }) => ({ id, path, account }));
}

/** See `ProviderVault.chooseItem`. */
export function chooseItem(ctx: VaultContext, given: GivenChoice): Promise<ItemDecision> {
  const id = 'sign_in_option' in given.choice ? given.choice.sign_in_option : '';
  return inTransaction(ctx.db, async (db): Promise<ItemDecision> => {
    const { id: invocation_id, agent_id } = await findRunning(db, given);
    const [record] = await loginRecords(ctx, db, invocation_id, OFFERED);
    const offered: readonly Offered[] = record === undefined ? [] : JSON.parse(record.toString());
    const item = offered.find((one) => one.id === id);
    if (record === undefined || (item === undefined && id !== NO_ITEM)) return 'not_asked';
    if (!(await mayChooseIn(ctx, db, given))) return 'not_entitled';
    if (item === undefined) await keepLoginRecord(ctx, db, invocation_id, DECLINED, '');
    else {
      await pin(ctx, db, agent_id, item, 'chosen');
      // It may be another account than before, for which nobody has agreed to anything.
      await forgetConsents(db, agent_id);
    }
    return 'chosen';
  });
}

/** Whether a person said in this login that none of the items is right. */
export const isDeclined = async (ctx: VaultContext, db: Db, { invocation_id }: LoginRef): Promise<boolean> =>
  (await loginRecords(ctx, db, invocation_id, DECLINED)).length > 0;

export const forgetItemChoices = (ctx: VaultContext, db: Db, invocationId: string): Promise<void> =>
  forgetLoginRecords(ctx, db, invocationId, PREFIX);
