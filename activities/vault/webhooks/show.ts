import type { Selectable } from 'kysely';
import type { SentEventType, Webhook, WebhookDelivery } from '../../../contract/events.js';
import type { VaultContext } from '../context.js';
import { toText, toTextOrNull } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import type { WebhookRow } from './find.js';
import { openUrl } from './sealed.js';
import type { DeliveriesTable } from './tables.js';

async function countIn(db: Db, webhookId: string, state: WebhookDelivery['state']): Promise<number> {
  const { count } = await db
    .selectFrom('deliveries')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('webhook_id', '=', webhookId)
    .where('state', '=', state)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** A webhook as callers see it. */
export const showWebhook = async (ctx: VaultContext, db: Db, row: WebhookRow): Promise<Webhook> => ({
  id: row.id,
  url: await openUrl(ctx, db, row),
  types: row.types === null ? null : JSON.parse(row.types),
  created_at: toText(row.created_at),
  updated_at: toText(row.updated_at),
  previous_secret_until: toTextOrNull(
    row.previous_until !== null && row.previous_until > ctx.clock() ? row.previous_until : null,
  ),
  pending: await countIn(db, row.id, 'pending'),
  failed: await countIn(db, row.id, 'failed'),
});

export type DeliveryRow = Selectable<DeliveriesTable>;

export const showDelivery = (row: DeliveryRow & { readonly type: SentEventType }): WebhookDelivery => ({
  webhook_id: row.webhook_id,
  event_id: row.event_id,
  type: row.type,
  state: row.state,
  attempts: row.attempts,
  created_at: toText(row.at),
  last_attempt_at: toTextOrNull(row.last_attempt_at),
  last_status: row.last_status,
  last_failure: row.last_failure,
  next_attempt_at: row.state === 'pending' ? toText(row.next_at) : null,
});
