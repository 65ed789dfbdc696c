import type { VaultContext } from '../context.js';
import { numberEvents } from '../events/number.js';
import { showEvent } from '../events/show.js';
import { linkFor } from '../reauth/link-for.js';
import { newId } from '../store/ids.js';
import { lapsed } from '../store/lapsed.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { DeliveryToSend } from '../types.js';
import type { WebhookRow } from './find.js';
import { openSecrets, openUrl } from './sealed.js';
import type { DeliveryRow } from './show.js';

/** Longer than a try lasts: a worker that died has lost it by then. Ms. */
const LEASED_FOR_MS = 60_000;

/** What is due at a webhook: of each agent what comes next. */
const dueAt = (ctx: VaultContext, db: Db, webhookId: string, count: number): Promise<DeliveryRow[]> =>
  db
    .selectFrom('deliveries')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .where('is_next', '=', 1)
    .where('next_at', '<=', ctx.clock())
    .where((eb) => lapsed(eb, 'leased_until', ctx.clock(), LEASED_FOR_MS))
    .orderBy('next_at')
    .orderBy('position')
    .limit(count)
    .execute();

async function take(ctx: VaultContext, db: Db, webhook: WebhookRow, row: DeliveryRow): Promise<DeliveryToSend> {
  const { webhook_id, position } = row;
  const lease = newId('lease');
  await db
    .updateTable('deliveries')
    .set({ lease, leased_until: ctx.clock() + LEASED_FOR_MS })
    .where('webhook_id', '=', webhook_id)
    .where('position', '=', position)
    .execute();
  const event = await db.selectFrom('events').selectAll().where('position', '=', position).executeTakeFirstOrThrow();
  return {
    webhook_id,
    position,
    lease,
    url: await openUrl(ctx, db, webhook),
    secrets: await openSecrets(ctx, db, webhook),
    event: showEvent(event),
    link: await linkFor(ctx, db, event, { webhook_id, address: webhook.url, event_id: row.event_id }),
  };
}

/**
 * Takes what is to be sent now. What one worker has taken no other gets, until its time is over.
 * @param room how many more each webhook may have; absent: `each`
 */
export function takeDeliveries(
  ctx: VaultContext,
  each: number,
  room: ReadonlyMap<string, number>,
): Promise<readonly DeliveryToSend[]> {
  return inTransaction(ctx.db, async (db) => {
    const webhooks = await db.selectFrom('webhooks').selectAll().orderBy('id').execute();
    // Who reads events numbers them; without a webhook nobody waits for that.
    if (webhooks.length === 0) return [];
    await numberEvents(ctx, db);
    const taken: DeliveryToSend[] = [];
    for (const webhook of webhooks) {
      const count = room.get(webhook.id) ?? each;
      const due = count > 0 ? await dueAt(ctx, db, webhook.id, count) : [];
      for (const row of due) taken.push(await take(ctx, db, webhook, row));
    }
    return taken;
  });
}
