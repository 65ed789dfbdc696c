import { webhooks } from '../../../contract/schemas/events.js';
import type { Operation } from '../calls/operation.js';
import type { VaultContext } from '../context.js';
import { findInvocation } from '../invocations/find.js';
import { takeBackLinks } from '../invocations/links.js';
import { tellWait } from '../reauth/tell.js';
import { findWait } from '../reauth/wait.js';
import type { Db } from '../store/transaction.js';
import { textOf } from './create.js';
import { findWebhook, type WebhookRow } from './find.js';
import { newSecret, openUrl, sealSecret, sealUrl } from './sealed.js';
import { showWebhook } from './show.js';

/** How long the secret before the last one signs as well: who checks signatures has that long to take the new one. */
const BOTH_FOR_MS = 24 * 3_600_000;

/** Links end with the address that they were sent to. Who still waits for a person asks again, so that the new address gets links of its own. */
async function moveLinks(ctx: VaultContext, db: Db, { id, types }: WebhookRow): Promise<void> {
  const type = types?.includes('reauth.reminder') === false ? 'reauth.needs_human' : 'reauth.reminder';
  for (const invocationId of await takeBackLinks(db, id)) {
    const login = await findInvocation(db, invocationId);
    const wait = login && (await findWait(db, login.agent_id));
    if (login && wait?.invocation_id === login.id) await tellWait(ctx, db, login, type);
  }
}

/** @throws AgentAuthError `webhook_not_found` */
export const updateWebhook: Operation<'webhooks.update'> = {
  scope: 'admin',
  writes: true,
  params: webhooks.update,
  async run({ ctx, db, params: { id, url, types } }) {
    const before = await findWebhook(db, id);
    const isMoved = url !== undefined && url !== (await openUrl(ctx, db, before));
    const change = {
      updated_at: ctx.clock(),
      ...(isMoved ? { url: await sealUrl(ctx, db, id, url) } : {}),
      ...(types === undefined ? {} : { types: textOf(types) }),
    };
    await db.updateTable('webhooks').set(change).where('id', '=', id).execute();
    const after = { ...before, ...change };
    if (isMoved) await moveLinks(ctx, db, after);
    // What the old address did not take need not wait until it would be tried there again.
    if (url !== undefined) {
      await db.updateTable('deliveries').set({ next_at: ctx.clock() }).where('webhook_id', '=', id).execute();
    }
    return showWebhook(ctx, db, after);
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
    return { ...(await showWebhook(ctx, db, { ...before, ...change })), secret };
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
