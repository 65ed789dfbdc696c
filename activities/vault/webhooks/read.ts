import { webhooks } from '../../../contract/schemas/events.js';
import type { Operation } from '../calls/operation.js';
import { rowsOf, toPage } from '../store/page.js';
import { findWebhook } from './find.js';
import { showDelivery, showWebhook } from './show.js';

/** Newest first. */
export const listWebhooks: Operation<'webhooks.list'> = {
  scope: 'admin',
  writes: false,
  params: webhooks.list,
  async run({ ctx, db, params }) {
    const { limit, offset } = rowsOf(params);
    const rows = await db
      .selectFrom('webhooks')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(limit)
      .offset(offset)
      .execute();
    const { items, has_more } = toPage(rows, params, (row) => row);
    return { items: await Promise.all(items.map((row) => showWebhook(ctx, db, row))), has_more };
  },
};

/** @throws AgentAuthError `webhook_not_found` */
export const retrieveWebhook: Operation<'webhooks.retrieve'> = {
  scope: 'admin',
  writes: false,
  params: webhooks.retrieve,
  run: async ({ ctx, db, params }) => showWebhook(ctx, db, await findWebhook(db, params.id)),
};

/**
 * What became of the events of a webhook, newest first.
 * @throws AgentAuthError `webhook_not_found`
 */
export const listDeliveries: Operation<'webhooks.deliveries'> = {
  scope: 'admin',
  writes: false,
  params: webhooks.deliveries,
  async run({ db, params }) {
    const { id } = await findWebhook(db, params.id);
    const { limit, offset } = rowsOf(params);
    let query = db
      .selectFrom('deliveries')
      .innerJoin('events', 'events.position', 'deliveries.position')
      .selectAll('deliveries')
      .select('events.type')
      .where('webhook_id', '=', id);
    if (params.state !== undefined) query = query.where('state', '=', params.state);
    if (params.event_id !== undefined) query = query.where('event_id', '=', params.event_id);
    const rows = await query.orderBy('deliveries.position', 'desc').limit(limit).offset(offset).execute();
    return toPage(rows, params, showDelivery);
  },
};
