import { webhooks } from '../../../contract/schemas/events.js';
import type { Operation } from '../calls/operation.js';
import { numberEvents } from '../events/number.js';
import { insertEvent } from '../events/record.js';
import { findWebhook } from './find.js';
import { showDelivery } from './show.js';

/**
 * Puts a test into the line of a webhook, behind tests that wait there, and beside the events of agents.
 * @throws AgentAuthError `webhook_not_found`
 */
export const testWebhook: Operation<'webhooks.test'> = {
  scope: 'admin',
  writes: true,
  params: webhooks.test,
  async run({ ctx, db, params }) {
    const { id } = await findWebhook(db, params.id);
    const type = 'webhook.test';
    await insertEvent(ctx, db, id, type, (sequence) => ({ webhook_id: id, sequence }));
    await numberEvents(ctx, db);
    const row = await db
      .selectFrom('deliveries')
      .selectAll()
      .where('webhook_id', '=', id)
      .where('owner_id', '=', id)
      .orderBy('position', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    return showDelivery({ ...row, type });
  },
};
