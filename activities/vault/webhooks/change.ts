import { webhooks } from '../../../contract/schemas/events.js';
import type { Operation } from '../calls/operation.js';
import { takeBackLinks } from '../invocations/links.js';
import { textOf } from './create.js';
import { findWebhook } from './find.js';
import { newSecret, sealSecret, sealUrl } from './sealed.js';
import { showWebhook } from './show.js';

/** How long the secret before the last one signs as well: who checks signatures has that long to take the new one. */
const BOTH_FOR_MS = 24 * 3_600_000;

/** @throws AgentAuthError `webhook_not_found` */
export const updateWebhook: Operation<'webhooks.update'> = {
  scope: 'admin',
  writes: true,
  params: webhooks.update,
  async run({ ctx, db, params: { id, url, types } }) {
    await findWebhook(db, id);
    const change = {
      updated_at: ctx.clock(),
      ...(url === undefined ? {} : { url: await sealUrl(ctx, db, id, url) }),
      ...(types === undefined ? {} : { types: textOf(types) }),
    };
    await db.updateTable('webhooks').set(change).where('id', '=', id).execute();
    // What the old address did not take need not wait until it would be tried there again.
    if (url !== undefined) {
      await db.updateTable('deliveries').set({ next_at: ctx.clock() }).where('webhook_id', '=', id).execute();
    }
    return showWebhook(ctx, db, await findWebhook(db, id));
  },
};

/**
 * Makes a new secret. Only this answer contains it.
 * @throws AgentAuthError `webhook_not_found`
 */
export const rotateWebhook: Operation<'webhooks.rotate'> = {
  scope: 'admin',
  writes: true,
  params: webhooks.rotate,
  async run({ ctx, db, params: { id } }) {
    const before = await findWebhook(db, id);
    const secret = newSecret();
    const version = before.version + 1;
    const change = {
      secret: await sealSecret(ctx, db, id, version, secret),
      version,
      previous_secret: before.secret,
      previous_until: ctx.clock() + BOTH_FOR_MS,
      updated_at: ctx.clock(),
    };
    await db.updateTable('webhooks').set(change).where('id', '=', id).execute();
    return { ...(await showWebhook(ctx, db, await findWebhook(db, id))), secret };
  },
};

/** @throws AgentAuthError `webhook_not_found` */
export const deleteWebhook: Operation<'webhooks.delete'> = {
  scope: 'admin',
  writes: true,
  params: webhooks.delete,
  async run({ ctx, db, params: { id } }) {
    await findWebhook(db, id);
    await db.deleteFrom('webhooks').where('id', '=', id).execute();
    await db.deleteFrom('deliveries').where('webhook_id', '=', id).execute();
    await db.deleteFrom('events').where('owner_id', '=', id).execute();
    await takeBackLinks(db, id);
    await ctx.records.forget(db, { table: 'webhooks', id });
    return null;
  },
};
