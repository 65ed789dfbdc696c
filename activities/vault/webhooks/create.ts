import { AgentAuthError } from '../../../contract/index.js';
import { webhooks } from '../../../contract/schemas/events.js';
import type { Operation } from '../calls/operation.js';
import { newId } from '../store/ids.js';
import { findWebhook } from './find.js';
import { newSecret, sealSecret, sealUrl } from './sealed.js';
import { showWebhook } from './show.js';

/** Each is sent to on connections of its own. */
const MAX_WEBHOOKS = 20;

export const textOf = (types: readonly string[] | null | undefined): string | null =>
  types ? JSON.stringify(types) : null;

/**
 * It gets what happens from now on. Only this answer contains its secret.
 * @throws AgentAuthError `too_many_webhooks`
 */
export const createWebhook: Operation<'webhooks.create'> = {
  scope: 'admin',
  writes: true,
  params: webhooks.create,
  async run({ ctx, db, params }) {
    const there = await db.selectFrom('webhooks').select('id').execute();
    if (there.length >= MAX_WEBHOOKS) throw new AgentAuthError('too_many_webhooks', { limit: MAX_WEBHOOKS });
    const id = newId('wh');
    const secret = newSecret();
    const now = ctx.clock();
    await db
      .insertInto('webhooks')
      .values({
        id,
        url: await sealUrl(ctx, db, id, params.url),
        secret: await sealSecret(ctx, db, id, 1, secret),
        version: 1,
        previous_secret: null,
        previous_until: null,
        types: textOf(params.types),
        created_at: now,
        updated_at: now,
      })
      .execute();
    return { ...(await showWebhook(ctx, db, await findWebhook(db, id))), secret };
  },
};
